using Npgsql;

namespace Diary.Projections;

/// <summary>Commands with positional parameters.</summary>
internal static class Sql
{
    /// <summary>A command on a connection of its own; <c>$1</c> is the first parameter.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params IEnumerable<object> parameters)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Bind(parameters);
        return command;
    }

    /// <summary>Adds positional parameters.</summary>
    public static void Bind(this NpgsqlParameterCollection target, IEnumerable<object> parameters)
    {
        foreach (var parameter in parameters)
        {
            target.Add(new NpgsqlParameter { Value = parameter });
        }
    }

    /// <summary>Turns each <c>?</c> into <c>$1</c>, <c>$2</c> and so on.</summary>
    public static string Numbered(string sql)
    {
        var number = 0;
        return string.Concat(sql.Select(c => c == '?' ? $"${++number}" : c.ToString()));
    }
}
