using System.Text;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.Silo.Tests.Running;

/// <summary>Sends files whose names and contents stand nowhere else, fetches and deletes them; one stays.</summary>
internal sealed class CanaryMedia(DiaryClient client)
{
    public const string FileName = "Schnappschildkroetenfoto-Sommerfest";

    public async Task Live()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{CanaryWalk.Body} {FileName} ", 2_000)));
        var (kept, deleted) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var id in (Guid[])[kept, deleted])
        {
            var file = client.Sealing is null ? text : Seal(id, text);
            await client.SendMedia(id, file, client.Sealing is null ? FileName : null);
            Assert.Equal(file, await client.FetchMedia(id));
        }

        Assert.Equal("DELETED", await client.DeleteMedia(deleted));
    }

    private byte[] Seal(Guid id, byte[] text)
    {
        using var output = new MemoryStream();
        using var key = SymmetricKey.Generate();
        using var sealing = new MediaSealingStream(output, client.Sealing!.Account, id, key, EnvelopeSuite.Client);
        sealing.Write(text);
        sealing.Complete();
        return output.ToArray();
    }
}
