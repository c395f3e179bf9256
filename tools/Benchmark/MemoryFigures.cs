using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Usher.LocalHost;

namespace Usher.Benchmark;

/// <summary>
/// How much memory many requests with the largest bodies and images take, and how much of it stays in use. The smallest instance has 512
/// MB.
/// </summary>
internal static class MemoryFigures
{
    private const int OfEach = 20;
    private const int BodyLength = 9_900_000;
    private const double PeakBudget = 300;
    private const double LaterBudget = 165;
    private const int PictureWidth = 1000;
    private const int PictureHeight = 1740;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    public static async Task MeasureAsync(Figures figures, string storage, string appFolder)
    {
        Figures.Begin("Memory");
        var process = 0;
        await using var host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions
            {
                AppFolder = appFolder,
                Settings = AppSettings.Of(storage),
                RunsTriggers = false,
                Report = line =>
                    process = line.StartsWith(Processes.WorkerStarted, StringComparison.Ordinal) ? Processes.IdIn(line) : process,
            },
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", AppSettings.ApiKey);
        var (body, picture) = (
            Encoding.UTF8.GetBytes(
                Create(
                    $$"""
                    "metadata": {"a": "{{new string('a', BodyLength)}}"}
                    """
                )
            ),
            Encoding.UTF8.GetBytes(
                Create(
                    $$"""
                    "bot_image": {"type": "image/png", "data": "{{Convert.ToBase64String(Picture())}}"}
                    """
                )
            )
        );
        var isSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watching = PeakAsync(process, isSent.Task);
        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 2 * OfEach)
                .Select(number => client.SendAsync(HttpMethod.Post, "/api/v1/bots", number % 2 == 0 ? body : picture))
        );
        isSent.SetResult();
        figures.AddWithBudget($"memory: {OfEach} bodies of 9.9 MB and {OfEach} images of 5 MiB at once", await watching, PeakBudget, "MB");
        foreach (var answers in sent.CountBy(answer => answer.Status).OrderBy(answers => answers.Key))
        {
            figures.Add($"memory: of these, answered with {answers.Key}", answers.Value, "");
        }

        await Task.Delay(Later, TimeProvider.System);
        figures.AddWithBudget("memory: half a minute later", Processes.ResidentMegabytesOf(process), LaterBudget, "MB");
    }

    private static async Task<double> PeakAsync(int process, Task end)
    {
        var peak = 0.0;
        while (!end.IsCompleted)
        {
            peak = Math.Max(peak, Processes.ResidentMegabytesOf(process));
            await Task.Delay(Glance, TimeProvider.System);
        }

        return peak;
    }

    private static string Create(string field) =>
        $$"""{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "x", {{field}}}""";

    /// <summary>An incompressible image of random noise: almost 5 MiB.</summary>
    private static byte[] Picture()
    {
        using var packed = new MemoryStream();
        using (var packing = new ZLibStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            var row = new byte[1 + (PictureWidth * 3)];
            for (var number = 0; number < PictureHeight; number++)
            {
                RandomNumberGenerator.Fill(row.AsSpan(1));
                packing.Write(row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, PictureWidth);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), PictureHeight);
        (header[8], header[9]) = (8, 2);
        var chunks = (byte[])[.. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. chunks];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Checksum(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 0 ? checksum >> 1 : 0xEDB88320 ^ (checksum >> 1);
            }
        }

        return ~checksum;
    }
}
