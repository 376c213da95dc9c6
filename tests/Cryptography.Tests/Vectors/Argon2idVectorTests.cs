using CsCheck;
using Isopoh.Cryptography.Argon2;
using Isopoh.Cryptography.SecureArray;

namespace Diary.Cryptography.Tests.Vectors;

/// <summary>
/// RFC 9106, section 5.3, has 4 lanes and a secret, which libsodium does not run: Isopoh runs it, and then is the oracle for libsodium.
/// </summary>
public sealed class Argon2idVectorTests
{
    [Fact]
    public void The_oracle_gives_the_published_tag() => Assert.Equal(
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
        Samples.Hex(Isopoh(
            Repeat(0x01, 32), Repeat(0x02, 16), memoryKiB: 32, iterations: 3, lanes: 4, length: 32, Repeat(0x03, 8), Repeat(0x04, 12))));

    [Fact]
    public void Libsodium_and_the_oracle_agree() =>
        Gen.Select(Gen.Byte.Array[0, 80], Gen.Byte.Array[16], Gen.Int[8, 96], Gen.Int[3, 5]).Sample(
            (password, salt, memoryKiB, iterations) =>
            {
                var parameters = new Argon2idParameters(salt, memoryKiB, iterations, 1);
                var ours = PasswordHashing.Hash(password, parameters, 64);
                return ours.SequenceEqual(Isopoh(password, salt, memoryKiB, iterations, lanes: 1, length: 64));
            },
            iter: 60);

    private static byte[] Repeat(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private static byte[] Isopoh(
        byte[] password,
        byte[] salt,
        int memoryKiB,
        int iterations,
        int lanes,
        int length,
        byte[]? secret = null,
        byte[]? associatedData = null)
    {
        using var argon = new Argon2(new Argon2Config
        {
            Type = Argon2Type.HybridAddressing,
            Version = Argon2Version.Nineteen,
            Password = password,
            Salt = salt,
            Secret = secret,
            AssociatedData = associatedData,
            MemoryCost = memoryKiB,
            TimeCost = iterations,
            Lanes = lanes,
            Threads = 1,
            HashLength = length,
            SecureArrayCall = new InsecureArrayCall(),
        });
        using var hash = argon.Hash();
        return [.. hash.Buffer];
    }

    // The oracle's guarded memory needs mlock, which a container may not give; a test's memory holds no secret.
    private sealed class InsecureArrayCall : SecureArrayCall
    {
        public InsecureArrayCall()
            : base((_, _) => { }, (_, _) => null, (_, _) => { }, "none")
        {
        }
    }
}
