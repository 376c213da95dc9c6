namespace Diary.Silo.Hosting;

/// <summary>The commands that look after the read models.</summary>
internal static class Maintenance
{
    public static Task<int> Rebuild(string connectionString, TextWriter output) => Task.FromResult(connectionString.Length + output.GetHashCode());

    public static Task<int> Verify(string connectionString, TextWriter output) => Task.FromResult(connectionString.Length + output.GetHashCode());
}
