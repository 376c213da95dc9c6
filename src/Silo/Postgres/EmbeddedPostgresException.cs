namespace Diary.Silo.Postgres;

/// <summary>The silo's own PostgreSQL cannot be had. The message is one line for the operator and names what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>An unexplained failure.</summary>
    public EmbeddedPostgresException() { }

    /// <summary>A failure explained by <paramref name="message"/>.</summary>
    public EmbeddedPostgresException(string message) : base(message) { }

    /// <summary>A failure explained by <paramref name="message"/> and caused by <paramref name="innerException"/>.</summary>
    public EmbeddedPostgresException(string message, Exception innerException) : base(message, innerException) { }
}
