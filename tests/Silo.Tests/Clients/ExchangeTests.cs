using System.Text;
using System.Text.Json;
using Diary.Cryptography;
using Diary.TestKit;

namespace Diary.Silo.Tests.Clients;

/// <summary>Two implementations of one contract: what either seals, the other opens; what either derives, the other derives too.</summary>
[Collection(ClientPackageTests.Name)]
public sealed class ExchangeTests(ClientPackage package)
{
    private const int Rounds = 150;

    [Fact]
    public async Task What_one_implementation_seals_the_other_opens()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var samples = Enumerable.Range(0, Rounds).Select(round => ExchangeSample.Random(random, round)).ToList();
        try
        {
            using var folder = new TemporaryFolder("exchange");
            var (asked, answered) = (Path.Combine(folder.Path, "asked.jsonl"), Path.Combine(folder.Path, "answered.jsonl"));
            await File.WriteAllLinesAsync(asked, samples.Select(s => s.Question), TestContext.Current.CancellationToken);

            var run = await package.Built("kit/exchange.js", asked, answered);

            Assert.True(run.ExitCode == 0, run.Output);
            var answers = await File.ReadAllLinesAsync(answered, TestContext.Current.CancellationToken);
            Assert.Equal(Rounds, answers.Length);
            foreach (var (sample, answer) in samples.Zip(answers))
            {
                using var document = JsonDocument.Parse(answer);
                Verify(sample, document.RootElement);
            }
        }
        finally
        {
            samples.ForEach(sample => sample.Dispose());
        }
    }

    private static void Verify(ExchangeSample sample, JsonElement answer)
    {
        var (account, context, index) = (sample.Account, sample.Context, sample.Index);
        Assert.Equal(account.PublicKey.AsSpan().ToArray(), Bytes(answer, "publicKey"));

        // What we sealed, the client opened.
        Assert.Equal(sample.Plaintext, Bytes(answer, "client"));
        Assert.Equal(sample.Plaintext, Bytes(answer, "server"));
        Assert.True(answer.GetProperty("clientIsAuthenticated").GetBoolean());
        Assert.False(answer.GetProperty("serverIsAuthenticated").GetBoolean());
        Assert.Equal(sample.Text, answer.GetProperty("note").GetString());
        Assert.Equal(sample.Text, answer.GetProperty("name").GetString());

        // What the client sealed, we open; and it has the form that the server asks for.
        var envelope = Bytes(answer, "envelope");
        Assert.Equal(EnvelopeFlaw.None, EnvelopeForm.Inspect(envelope, context));
        Assert.True(Envelope.TrySplit(envelope, out var capsule, out var body));
        Assert.True(PublicContentSealer.TryOpen(context, account, capsule, body, out var plaintext, out var authenticated));
        Assert.Equal(sample.Plaintext, plaintext);
        Assert.True(authenticated);
        Assert.True(SealedNote.TryOpen(account, context.AccountId, Bytes(answer, "sealedNote"), out var note));
        Assert.Equal(sample.Text, Encoding.UTF8.GetString(note));
        Assert.True(SealedName.TryOpen(
            index.TagNameKey, context.AccountId, Bytes(answer, "tag"), Bytes(answer, "sealedName"), out var name));
        Assert.Equal(sample.Text, name);

        // What either derives is the same.
        Assert.Equal(sample.SealedFile(), Bytes(answer, "file"));
        Assert.Equal(index.TagToken(sample.Text), Bytes(answer, "tag"));
        Assert.Equal(index.MoodToken(sample.Text), Bytes(answer, "mood"));
        Assert.Equal(index.Fingerprint(sample.Text), Bytes(answer, "fingerprint"));
        Assert.Equal(
            index.SearchTerm("DIARY", Quarter.Of(sample.Day), SearchField.Body, sample.Text).Replace('-', '+').Replace('_', '/'),
            answer.GetProperty("term").GetString());
        Assert.Equal(sample.Code.Print(), answer.GetProperty("code").GetString());
        using var verifier = sample.Code.Verifier(context.AccountId);
        using var wrapping = sample.Code.WrappingKey(context.AccountId);
        Assert.Equal(verifier.AsSpan().ToArray(), Bytes(answer, "verifier"));
        Assert.Equal(wrapping.AsSpan().ToArray(), Bytes(answer, "wrappingKey"));
        Assert.True(RecoveryCode.TryParse(answer.GetProperty("printed").GetString(), out var printed));
        printed.Dispose();
    }

    private static byte[] Bytes(JsonElement answer, string name) => answer.GetProperty(name).GetBytesFromBase64();
}
