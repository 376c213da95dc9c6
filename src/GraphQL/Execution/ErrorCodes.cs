namespace Diary.GraphQL.Execution;

/// <summary>
/// The stable values of <c>errors[].extensions.code</c>: clients branch on them, so they are never renamed. What a command refuses is
/// no error but a <c>problem</c> in its payload. Beside these, a document that breaks the GraphQL specification is answered with the
/// broken rule's own name, such as <c>FIELDS_ON_CORRECT_TYPE</c> or <c>SYNTAX_ERROR</c>.
/// </summary>
public static class ErrorCodes
{
    /// <summary>
    /// Text that is not Unicode, such as half of a surrogate pair: no field could hold it. Named as a command's own refusal of it is. 400.
    /// </summary>
    public const string Invalid = "INVALID";

    /// <summary>The HTTP request is not well-formed GraphQL over HTTP: wrong JSON, wrong shape. 400.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>The body is larger than the limit. 413.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>The body is not <c>application/json</c> in UTF-8. 415.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>None of the accepted media types can be produced. 406.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>The operation may not come by this method, such as a mutation by GET. 405 with <c>Allow</c>.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>The document has too many fields, directives or variables, or its fragments expand too far. 400.</summary>
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";

    /// <summary>The operation nests too deeply. 400.</summary>
    public const string DepthExceeded = "DEPTH_EXCEEDED";

    /// <summary>The operation could touch too much; smaller pages help. 400; <c>cost</c> and <c>limit</c> beside it.</summary>
    public const string CostExceeded = "COST_EXCEEDED";

    /// <summary>A page of fewer than none or more than the most rows. 400; <c>argument</c> and <c>limit</c> beside it.</summary>
    public const string InvalidPageSize = "INVALID_PAGE_SIZE";

    /// <summary>The cursor was not made by this list in this order; <c>argument</c> names where it stood.</summary>
    public const string InvalidCursor = "INVALID_CURSOR";

    /// <summary>
    /// The field needs to read what an E2E account's client alone can read; <c>argument</c> beside it where one asked for it. 200: the
    /// rest of the document is answered. A command's refusal of the same kind is a problem.
    /// </summary>
    public const string TierMismatch = "TIER_MISMATCH";

    /// <summary>As many uploads lie there as an account may have. 409.</summary>
    public const string LimitReached = "LIMIT_REACHED";

    /// <summary>A subscription, or a file that is asked for, is absent or someone else's.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>
    /// The field needs a session: there was no token, or it is invalid, expired or revoked. 401 with <c>WWW-Authenticate</c> where nothing
    /// else was answered.
    /// </summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>
    /// Too many attempts; <c>retryAfterSeconds</c> beside it. 429 with <c>Retry-After</c> where nothing else was answered.
    /// </summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>
    /// Something the service depends on is away, and trying again may help; <c>retryAfterSeconds</c> beside it. 503 with
    /// <c>Retry-After</c> where nothing else was answered.
    /// </summary>
    public const string Unavailable = "UNAVAILABLE";

    /// <summary>The request took longer than it may. 503.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>A fault of ours; <c>traceId</c> beside it names the log entry, and nothing else is told.</summary>
    public const string Internal = "INTERNAL";

    /// <summary>Only trusted documents run here, and the request named none. 400.</summary>
    public const string DocumentIdMissing = "DOCUMENT_ID_MISSING";

    /// <summary>No trusted document has that id. 400.</summary>
    public const string DocumentNotFound = "DOCUMENT_NOT_FOUND";
}
