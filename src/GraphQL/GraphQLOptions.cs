namespace Diary.GraphQL;

/// <summary>What the edge allows. Composition binds it; every default is what production runs with.</summary>
public sealed record GraphQLOptions
{
    /// <summary>The path of the endpoint; the explorer's assets lie beneath it.</summary>
    public string Path { get; init; } = "/graphql";

    /// <summary>Serve the GraphiQL explorer to browsers that open <see cref="Path"/>. Off where only trusted documents run.</summary>
    public bool Explorer { get; init; } = true;

    /// <summary>
    /// A JSON file of trusted documents, <c>{ "sha256:&lt;hex&gt;": "document text" }</c> as codegen's client preset writes it
    /// (<c>Diary:TrustedDocuments</c>); null: documents by id are not served.
    /// </summary>
    public string? TrustedDocuments { get; init; }

    /// <summary>Run trusted documents and nothing else (<c>Diary:TrustedDocumentsOnly</c>). Needs <see cref="TrustedDocuments"/>.</summary>
    public bool TrustedDocumentsOnly { get; init; }

    /// <summary>The largest request body, in bytes; more is refused with 413 as soon as it is seen.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest file that may be uploaded, in bytes (<c>Diary:MaxUploadMiB</c>).</summary>
    public long MaxUploadBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>What the media of an account may take, in bytes (<c>Diary:StorageMiB</c>).</summary>
    public long StorageBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How long one request may execute before it is answered with TIMEOUT and 503.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most an operation may cost: one for each field, times the sizes of the pages around it.</summary>
    public int MaxCost { get; init; } = 50_000;

    /// <summary>The deepest an operation may nest; introspection alone may reach <see cref="MaxIntrospectionDepth"/>.</summary>
    public int MaxDepth { get; init; } = 12;

    /// <summary>The deepest an operation of nothing but introspection may nest; the standard one of client tools takes 15.</summary>
    public int MaxIntrospectionDepth { get; init; } = 18;

    /// <summary>How many credentials an address may try in a minute (<c>Diary:CredentialsPerMinute</c>), at once or evenly.</summary>
    public int CredentialsPerMinute { get; init; } = 5;

    /// <summary>
    /// How many requests a session, or an address without one, may make in a minute (<c>Diary:RequestsPerMinute</c>), at once or evenly.
    /// </summary>
    public int RequestsPerMinute { get; init; } = 300;

    /// <summary>What sockets may do.</summary>
    public SocketOptions Sockets { get; init; } = new();

    /// <summary>The text that the cache of parsed and validated documents may hold, in characters.</summary>
    public int DocumentCacheCharacters { get; init; } = 1_000_000;
}
