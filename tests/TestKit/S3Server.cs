using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Diary.Integrations.BlobStorage;
using Xunit;

namespace Diary.TestKit;

/// <summary>
/// A real server of the S3 protocol, Ceph's, with its objects in memory; gone when the tests of an assembly end. Its packages are
/// fetched the first time, as the silo's own PostgreSQL's are.
/// </summary>
/// <remarks>Named in the test project: <c>[assembly: AssemblyFixture(typeof(S3Server))]</c>, and taken by constructors.</remarks>
public sealed class S3Server : IAsyncLifetime
{
    /// <summary>The id of its key.</summary>
    public const string AccessKey = "diarykey";

    /// <summary>Its key.</summary>
    public const string SecretKey = "diarysecret";

    private const int Attempts = 3;

    private readonly TemporaryFolder _folder = new("s3");
    private Process? _process;
    private int _buckets;

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Tried again, since another program may have taken a port in between.</remarks>
    public async ValueTask InitializeAsync()
    {
        for (var attempt = 1; !await Start($"server-{attempt}"); attempt++)
        {
            await Stop();
            if (attempt == Attempts)
            {
                throw new InvalidOperationException("The S3 server did not start: see what eng/s3-server.sh wrote.");
            }
        }
    }

    /// <summary>A new, empty bucket and the way to it, its name not used before.</summary>
    /// <param name="port">Another way to the server than its own port.</param>
    public async Task<S3Options> CreateBucket(int? port = null)
    {
        using var client = Client();
        var bucket = $"bucket-{Interlocked.Increment(ref _buckets)}";
        await client.PutBucketAsync(bucket, TestContext.Current.CancellationToken);
        return new S3Options
        {
            Bucket = bucket,
            Endpoint = new Uri($"http://127.0.0.1:{port ?? Port}"),
            AccessKey = AccessKey,
            SecretKey = SecretKey,
            SpoolFolder = Path.Combine(_folder.Path, "spool", bucket),
        };
    }

    /// <summary>A client with all rights.</summary>
    public AmazonS3Client Client() => new(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config
    {
        ServiceURL = $"http://127.0.0.1:{Port}",
        AuthenticationRegion = "us-east-1",
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stop();
        _folder.Dispose();
    }

    private async Task<bool> Start(string name)
    {
        Port = FreePort();
        string[] arguments = [RepositoryFiles.At("eng", "s3-server.sh"), Path.Combine(_folder.Path, name), $"{Port}", $"{FreePort()}"];
        _process = Process.Start(new ProcessStartInfo("bash", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) == "ready";
    }

    private async Task Stop()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close(); // which ends it
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
