using System.Globalization;
using Diary.GraphQL.Execution;
using Diary.GraphQL.Paging;
using Diary.GraphQL.Problems;
using Diary.GraphQL.Scalars;
using GraphQL;
using GraphQL.DataLoader;

[assembly: BytesAsBase64]

namespace Diary.GraphQL.Tests.Execution;

// A small library of books: what the edge is tested with. Names here are the GraphQL ones.

public interface IGift;

[Implements(typeof(INode))]
public sealed class Book(int number) : INode, IGift
{
    [Id]
    public string Id => GlobalId.Format(Library.BookId(number));

    public string Title => $"Book {number}";

    public DateTimeOffset PrintedAt => Library.Start.AddMinutes(number);

    public DateOnly Published => DateOnly.FromDateTime(Library.Start.UtcDateTime).AddDays(number);

    public long Copies => (1L << 40) + number;

    public byte[] Cover => [1, 2, (byte)number];

    public byte[]? Back => null;

    public IEnumerable<byte[]> Pages => [[1], [2]];

    public IDataLoaderResult<Author> Author([FromServices] AuthorLoader authors) => authors.Load(number % 10);

    public IEnumerable<Book> Similar([FromServices] Library library) => library.Books.Take(3);
}

public sealed record Author([property: Id] string Id, string Name) : IGift;

public sealed class BookEdge(Book node, Cursor cursor) : Edge<Book>(node, cursor);

public sealed class BookConnection(Page<BookEdge> page, Func<CancellationToken, Task<int>> count)
    : CountedConnection<BookEdge, Book>(page, count);

public sealed class Library
{
    public const byte ByNumber = 7;

    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 15, 30, 123, TimeSpan.Zero);

    private int _batches;
    private int _counts;

    public IReadOnlyList<Book> Books { get; } = [.. Enumerable.Range(0, 250).Select(number => new Book(number))];

    public int Batches => _batches;

    public int Counts => _counts;

    public void CountBatch() => Interlocked.Increment(ref _batches);

    public Task<int> Count(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _counts);
        return Task.FromResult(Books.Count);
    }

    public static Guid BookId(int number) => new(number + 1, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]);

    public static int? NumberOf(Guid id) => Enumerable.Range(0, 250).Cast<int?>().FirstOrDefault(number => BookId(number!.Value) == id);
}

public sealed class AuthorLoader(Library library) : BatchLoader<int, Author>
{
    protected override async Task<IReadOnlyDictionary<int, Author>> Fetch(IReadOnlyCollection<int> keys, CancellationToken cancellation)
    {
        await Task.Yield();
        library.CountBatch();
        return keys.ToDictionary(key => key, key => new Author(key.ToString(CultureInfo.InvariantCulture), $"Author {key}"));
    }
}

public sealed class FailingLoader : BatchLoader<int, string>
{
    protected override async Task<IReadOnlyDictionary<int, string>> Fetch(IReadOnlyCollection<int> keys, CancellationToken cancellation)
    {
        await Task.Yield();
        throw new KeyNotFoundException("secret words of the batch");
    }
}

public sealed class Shelf
{
    public IDataLoaderResult<string> Label([FromServices] FailingLoader labels) => labels.Load(GetHashCode());
}

[Name("Query")]
public sealed class LibraryQuery
{
    [AllowAnonymous]
    public static string Hello => "world";

    [Authorize]
    public static string Secret(IResolveFieldContext context) => context.Session<TestSession>().Name;

    [Authorize]
    public static string? MaybeSecret => "for the signed-in";

    [AllowAnonymous]
    public static BookConnection Books([FromServices] Library library, int? first = 20, string? after = null)
    {
        var request = PageRequest.From(first, after, Library.ByNumber);
        var start = (int)((request.After?.Key ?? -1) + 1);
        var rows = Enumerable.Range(start, Math.Max(0, Math.Min(request.Take, library.Books.Count - start))).ToList();
        return new BookConnection(
            Page.Of(request, rows, number =>
                new BookEdge(library.Books[number], new Cursor(Library.ByNumber, number, Library.BookId(number)))),
            library.Count);
    }

    [AllowAnonymous]
    public static IEnumerable<Book> Newest([FromServices] Library library, [PageLimit(200)] int? first = 200) =>
        library.Books.Take(first ?? 200);

    [AllowAnonymous]
    public static INode? Node([Id] string id, [FromServices] Library library) =>
        GlobalId.TryParse(id, out var guid) && Library.NumberOf(guid) is { } number ? library.Books[number] : null;

    [AllowAnonymous]
    public static IEnumerable<IGift> Gifts([FromServices] Library library) => [library.Books[0], new Author("1", "Author 1")];

    [AllowAnonymous]
    public static string? Fails() => throw new InvalidOperationException("secret words of the resolver");

    [AllowAnonymous]
    public static IEnumerable<Shelf> Shelves => Enumerable.Range(0, 50).Select(_ => new Shelf());

    [AllowAnonymous]
    public static string Limited() => throw new RateLimitedException(TimeSpan.FromSeconds(6.5));

    [AllowAnonymous]
    public static string? Away() => throw new UnavailableException(TimeSpan.FromSeconds(2));

    [AllowAnonymous]
    public static async Task<string> Slow([FromServices] SlowWork work, CancellationToken cancellation) => await work.Wait(cancellation);

    [AllowAnonymous]
    public static string? Echo(
        string? text = null, DateTimeOffset? instant = null, DateOnly? day = null, byte[]? bytes = null, long? number = null) =>
        text ?? instant?.ToString("O") ?? day?.ToString("O") ?? (bytes is null ? null : Convert.ToHexString(bytes))
        ?? number?.ToString(CultureInfo.InvariantCulture);

    [AllowAnonymous]
    public static string EchoList(string[] texts) => string.Concat(texts);

    [AllowAnonymous]
    public static string Find(BookBy by) =>
        by.Title ?? by.Number?.ToString(CultureInfo.InvariantCulture) ?? Convert.ToHexString(by.Cover ?? []);

    [AllowAnonymous]
    public static IEnumerable<IProblem> Problems =>
        [new Refusal(ProblemCode.VersionConflict, "No.", "input.title"), new OutOfStock(ProblemCode.LimitReached, "Gone.", null, 3)];
}

/// <summary>Lets a test hold a resolver and see it cancelled.</summary>
public sealed class SlowWork
{
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<string> Wait(CancellationToken cancellation)
    {
        var forever = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(() =>
        {
            Cancelled.TrySetResult();
            forever.TrySetCanceled(cancellation);
        });
        Begun.TrySetResult();
        return await forever.Task;
    }
}

[OneOf]
public sealed record BookBy
{
    public string? Title { get; init; }

    public int? Number { get; init; }

    public byte[]? Cover { get; init; }
}

[Implements(typeof(IProblem))]
public sealed record OutOfStock(ProblemCode Code, string Message, string? Field, int Left) : IProblem;

[Name("Mutation")]
public sealed class LibraryMutation
{
    [AllowAnonymous]
    public static LendPayload Lend(LendInput input) =>
        input.Title.Length == 0 ? new(null, [new Refusal(ProblemCode.Invalid, "A title is needed.", "input.title")]) : new(input.Title, []);
}

public sealed record LendInput
{
    public required string Title { get; init; }

    public DateOnly? Until { get; init; }

    public byte[]? Ticket { get; init; }

    public List<byte[]>? Tickets { get; init; }
}

public sealed record LendPayload(string? Title, IReadOnlyList<IProblem> Problems);

public sealed class TestSession(string name, Guid? session = null) : IRequestSession
{
    public string Name => name;

    public bool Disposed { get; private set; }

    public Guid AccountId => Guid.Empty;

    public Guid SessionId { get; } = session ?? Guid.NewGuid();

    public DateTimeOffset ExpiresAt => DateTimeOffset.MaxValue;

    public void Dispose() => Disposed = true;
}
