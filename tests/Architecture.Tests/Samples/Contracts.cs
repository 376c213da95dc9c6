namespace Diary.Architecture.Tests.Samples;

[Alias("INamedGrain")]
public interface INamedGrain : IGrainWithGuidKey
{
    [Alias("Touch")]
    Task Touch();
}

public interface INamelessGrain : IGrainWithGuidKey
{
    Task Touch();
}

[GenerateSerializer, Alias("NamedNote")]
public sealed record NamedNote;

[GenerateSerializer]
public sealed record NamelessNote;
