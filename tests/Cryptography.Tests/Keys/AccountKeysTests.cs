namespace Diary.Cryptography.Tests.Keys;

public sealed class AccountKeysTests
{
    [Fact]
    public void The_three_keys_differ_and_die_together()
    {
        using var master = SymmetricKey.Generate();
        var keys = AccountKeys.Of(master);
        var all = new[] { keys.CapsuleWrap, keys.IdentityWrap, keys.IndexRootWrap };
        Assert.Equal(3, all.Select(key => Samples.Hex(key.AsSpan())).Distinct(StringComparer.Ordinal).Count());

        keys.Dispose();

        Assert.All(all, key => Assert.Throws<ObjectDisposedException>(() => key.AsSpan().Length));
        Assert.Equal(32, master.AsSpan().Length);
    }
}
