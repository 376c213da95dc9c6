using Diary.Projections;

namespace Diary.Grains;

/// <summary>
/// What a caller is told where the database does not answer while a grain reads: the same as where it does not while the journal writes.
/// </summary>
internal static class DatabaseAway
{
    /// <summary>Runs a command; a read that failed for now becomes a receipt with a hint when to try again.</summary>
    public static async Task<Receipt> OrRetry(Func<Task<Receipt>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (Database.IsAway(e))
        {
            return new Receipt(0, RetryAfter: Database.Pause);
        }
    }
}
