using Diary.Domain;

namespace Diary.Architecture.Tests.Samples;

// What the rules forbid, so that every rule is seen to fail once.
public class OpenNote;

public abstract class AbstractNote;

public sealed class SealedNote;

public static class NoteTricks;

public sealed class NoteManager
{
    public sealed record NoteInfo;
}

public interface INoteService;

public sealed record NoteDTO;

public sealed record Metadata;

public interface INoteReader
{
    string Title { get; }

    Task<string> Of(AccountId account, Guid note);

    Task<string> Any(Guid note);
}

public sealed class NoteReader : INoteReader, IDisposable
{
    public string Title => "";

    public static int Count(IReadOnlyList<AccountId> accounts) => accounts.Count;

    public Task<string> Of(AccountId account, Guid note) => Task.FromResult($"{account} {note}");

    public Task<string> Any(Guid note) => Task.FromResult(note.ToString());

    public override string ToString() => Hidden(Title);

    public void Dispose() => GC.SuppressFinalize(this);

    private static string Hidden(string title) => title;
}
