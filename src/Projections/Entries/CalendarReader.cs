using System.Runtime.CompilerServices;
using Diary.Domain;
using Npgsql;

namespace Diary.Projections.Entries;

/// <summary>A day that has entries outside of the trash.</summary>
public sealed record DayRow(DateOnly Day, int Entries);

/// <summary>How much a diary holds outside of the trash, and how steadily it was kept.</summary>
/// <param name="Entries">How many entries.</param>
/// <param name="CurrentStreak">The days in a row with entries up to today, or up to yesterday while today has none yet; else 0.</param>
/// <param name="LongestStreak">The most days in a row with entries; 0 for an empty diary.</param>
/// <param name="First">The first day that has an entry; null for an empty diary.</param>
public sealed record DiaryCounts(int Entries, int CurrentStreak, int LongestStreak, DateOnly? First);

/// <summary>Counts entries by their days, over the index of days alone.</summary>
public sealed class CalendarReader(NpgsqlDataSource database)
{
    /// <summary>The days between the two, both included, that have entries, in order.</summary>
    public async Task<IReadOnlyList<DayRow>> Days(AccountId account, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        await using var command = database.Command(
            """
            SELECT entry_date, count(*)::int FROM read.entries
            WHERE account_id = $1 AND deleted_at IS NULL AND entry_date >= $2 AND entry_date <= $3 GROUP BY 1 ORDER BY 1
            """, account.Value, from, to);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var days = new List<DayRow>();
        while (await row.ReadAsync(cancellation))
        {
            days.Add(new DayRow(row.GetFieldValue<DateOnly>(0), row.GetInt32(1)));
        }

        return days;
    }

    /// <summary>What the whole diary comes to; entries of days after <paramref name="today"/> are no part of the current streak.</summary>
    public async Task<DiaryCounts> Counts(AccountId account, DateOnly today, CancellationToken cancellation)
    {
        // Within a row of days without a gap, the day less its number is the same.
        await using var command = database.Command(
            """
            WITH days AS (
                SELECT entry_date AS day, count(*) AS entries FROM read.entries
                WHERE account_id = $1 AND deleted_at IS NULL GROUP BY entry_date
            ), streaks AS (
                SELECT min(day) AS first, max(day) AS last, count(*)::int AS length, sum(entries) AS entries
                FROM (SELECT day, entries, day - row_number() OVER (ORDER BY day)::int AS streak FROM days) numbered GROUP BY streak
            )
            SELECT coalesce(sum(entries), 0)::int,
                coalesce(max(least(last, $2::date) - first + 1) FILTER (WHERE first <= $2::date AND last >= $2::date - 1), 0),
                coalesce(max(length), 0), min(first)
            FROM streaks
            """, account.Value, today);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new DiaryCounts(
            row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3));
    }

    /// <summary>How many words each entry outside of the trash has, sealed: of those whose text was indexed.</summary>
    public async IAsyncEnumerable<WordCountRow> WordCounts(
        AccountId account, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var command = database.Command(
            "SELECT entry_id, sealed_at, word_count FROM read.entries "
            + "WHERE account_id = $1 AND deleted_at IS NULL AND word_count IS NOT NULL",
            account.Value);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            yield return new WordCountRow(new EntryId(row.GetGuid(0)), row.GetInt32(1), new Bytes(row.GetFieldValue<byte[]>(2)));
        }
    }
}

/// <summary>How many words an entry's text has, as the edge sealed it.</summary>
public sealed record WordCountRow(EntryId Entry, int SealedAt, Bytes WordCount);
