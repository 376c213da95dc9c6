namespace Diary.GraphQL.Tests.Http;

/// <summary>One server for the tests of a class that change nothing on it.</summary>
public sealed class LibraryFixture : IAsyncLifetime
{
    public LibraryServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await LibraryServer.Start();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
