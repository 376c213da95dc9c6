using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Diary.GraphQL.Archives;

/// <summary>
/// Parsers unescape short texts on the stack and leave them there: on a thread that idles afterwards they would stay for as long as it
/// does.
/// </summary>
internal static class StackMemory
{
    private const int Depth = 32 * 1024;

    /// <summary>Overwrites what the calls before left below the caller's frame.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Overwrite() => CryptographicOperations.ZeroMemory(stackalloc byte[Depth]);
}
