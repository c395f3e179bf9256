using System.Text.RegularExpressions;

namespace Usher.LocalHost.Storage;

/// <summary>Reads the addresses from lines such as "Azurite Table service is successfully listening at http://127.0.0.1:41623".</summary>
internal sealed partial class AzuriteOutput
{
    private const int LinesKept = 20;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Uri> endpoints = [];
    private readonly Queue<string> lines = [];
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, Uri>> listening = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>The endpoints under "Blob", "Queue" and "Table".</summary>
    public Task<IReadOnlyDictionary<string, Uri>> Endpoints => listening.Task;

    public string LastLines
    {
        get
        {
            lock (gate)
            {
                return string.Join(Environment.NewLine, lines);
            }
        }
    }

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept)
            {
                lines.Dequeue();
            }

            if (Listening.Match(line) is { Success: true } match)
            {
                endpoints[match.Groups[1].Value] = new Uri(match.Groups[2].Value);
                if (endpoints.Count == 3)
                {
                    listening.TrySetResult(endpoints);
                }
            }
        }
    }

    [GeneratedRegex("^Azurite (Blob|Queue|Table) service is successfully listening at (http://[^/]+)")]
    private static partial Regex Listening { get; }
}
