using System.Buffers;
using System.Text.Json;

namespace Diary.Archives;

/// <summary>
/// Reads one array of a JSON object, or an array alone, element by element, so that no more than one is in memory: the object's members
/// before it are there from the beginning, those behind it are passed over.
/// </summary>
internal sealed class JsonArrayReader : IDisposable
{
    /// <summary>The most bytes of one value: four times the longest content, for escapes and indentation.</summary>
    public const int MostBytes = 4 << 20;

    private const int MostDepth = 32;
    private const string Malformed = "is not the JSON that it should be.";

    private readonly Stream _stream;
    private readonly Dictionary<string, JsonElement> _head = new(StringComparer.Ordinal);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _start;
    private int _end;
    private bool _isAll;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MostDepth });

    /// <summary>Reads up to the array.</summary>
    /// <param name="stream">UTF-8, with or without a byte order mark; stays the caller's.</param>
    /// <param name="array">The array's name; null where it is all that there is.</param>
    /// <exception cref="ArchiveFlawException">It is no JSON, or a member ahead of the array is too long.</exception>
    public JsonArrayReader(Stream stream, string? array)
    {
        _stream = stream;
        try
        {
            Fill();
            _start = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
            HasArray = array is null ? Take() is JsonTokenType.StartArray : Find(array);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads up to the array; null where the file is damaged, or no such JSON.</summary>
    /// <param name="stream">As of the constructor.</param>
    /// <param name="array">As of the constructor.</param>
    public static JsonArrayReader? TryOpen(Stream stream, string? array)
    {
        try
        {
            return new JsonArrayReader(stream, array);
        }
        catch (Exception e) when (e is ArchiveFlawException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether the object has the array.</summary>
    public bool HasArray { get; private set; }

    /// <summary>A member of the object ahead of the array; null where there is none, or where it is null.</summary>
    public JsonElement? this[string member] =>
        _head.TryGetValue(member, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>The next element; null at the end.</summary>
    /// <exception cref="ArchiveFlawException">What follows is no JSON, or too long: nothing can be read behind it.</exception>
    public JsonElement? Next()
    {
        if (!HasArray)
        {
            return null;
        }

        if (Token() is JsonTokenType.EndArray)
        {
            HasArray = false;
            return null;
        }

        return Value();
    }

    /// <summary>The next element, or why there is none to be had, behind which nothing can be read; null at the end.</summary>
    public (JsonElement Item, string? Flaw)? NextOrFlaw()
    {
        try
        {
            return Next() is { } item ? (item, null) : null;
        }
        catch (ArchiveFlawException e)
        {
            return (default, e.Message);
        }
        catch (InvalidDataException)
        {
            return (default, "is damaged.");
        }
    }

    /// <summary>Gives the buffer back, empty.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private bool Find(string array)
    {
        if (Take() is not JsonTokenType.StartObject)
        {
            throw new ArchiveFlawException(Malformed);
        }

        while (Token() is JsonTokenType.PropertyName)
        {
            var name = Name();
            if (name == array && Token() is JsonTokenType.StartArray)
            {
                Take();
                return true;
            }

            _head[name] = Value();
        }

        return false;
    }

    /// <summary>What comes next, which stays where it is.</summary>
    private JsonTokenType Token() => Step<JsonTokenType>(
        (ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : null, isTaken: false);

    private JsonTokenType Take() => Step<JsonTokenType>(
        (ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : null, isTaken: true);

    private string Name() => StepTo((ref Utf8JsonReader reader) => reader.Read() ? reader.GetString() : null);

    /// <summary>A member's value, whose name was taken, or the next element.</summary>
    private JsonElement Value() => Step<JsonElement>(
        (ref Utf8JsonReader reader) => (reader.TokenType is JsonTokenType.PropertyName || reader.Read())
            && JsonElement.TryParseValue(ref reader, out var value) ? value : null, isTaken: true);

    private delegate T Reading<out T>(ref Utf8JsonReader reader);

    private T Step<T>(Reading<T?> read, bool isTaken) where T : struct
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isAll, _state);
            if (Try(ref reader, read) is { } found)
            {
                if (isTaken)
                {
                    (_start, _state) = (_start + (int)reader.BytesConsumed, reader.CurrentState);
                }

                return found;
            }

            Fill();
        }
    }

    private string StepTo(Reading<string?> read)
    {
        var name = string.Empty;
        Step<bool>(
            (ref Utf8JsonReader reader) =>
            {
                if (read(ref reader) is not { } found)
                {
                    return null;
                }

                name = found;
                return true;
            }, isTaken: true);
        return name;
    }

    private static T? Try<T>(ref Utf8JsonReader reader, Reading<T?> read) where T : struct
    {
        try
        {
            return read(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArchiveFlawException(Malformed, e);
        }
    }

    private void Fill()
    {
        if (_isAll)
        {
            throw new ArchiveFlawException(Malformed);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Grow();
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        (_end, _isAll) = (_end + read, read == 0);
    }

    private void Grow()
    {
        if (_buffer.Length >= MostBytes)
        {
            throw new ArchiveFlawException("has a part that is longer than an entry may be.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
