using System.Globalization;

namespace Usher.LocalHost.Configuration;

/// <summary>What the development host reads of host.json. Source: "host.json reference for Azure Functions 2.x and later".</summary>
/// <param name="FunctionTimeout">Null: none.</param>
internal sealed record HostJson(
    CustomHandlerSettings CustomHandler, TimeSpan? FunctionTimeout, string RoutePrefix, QueueSettings Queues)
{
    /// <summary>Reads host.json of <paramref name="appFolder"/>; <c>AzureFunctionsJobHost__section__key</c> in the environment overrides it.</summary>
    public static HostJson Load(string appFolder)
    {
        var path = Path.Combine(appFolder, "host.json");
        try
        {
            return Read(new ConfigurationBuilder().AddJsonFile(path).AddEnvironmentVariables("AzureFunctionsJobHost__").Build());
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or FileNotFoundException)
        {
            throw new LocalHostException($"{path} cannot be used: {exception.Message}", exception);
        }
    }

    public static HostJson Read(IConfiguration root)
    {
        var handler = root.GetSection("customHandler");
        var queues = root.GetSection("extensions:queues");
        var batchSize = Number(queues, "batchSize", 16, 1, 32);
        return new HostJson(
            new CustomHandlerSettings(
                Text(handler, "description:defaultExecutablePath") ?? throw new FormatException("customHandler:description:defaultExecutablePath is missing."),
                [.. Texts(handler, "description:arguments")],
                Text(handler, "description:defaultWorkerPath"),
                [.. Texts(handler, "description:workerArguments")],
                Text(handler, "description:workingDirectory"),
                Text(handler, "description:workerDirectory"),
                Time(handler, "initializationTimeout", TimeSpan.FromSeconds(30))),
            root["functionTimeout"] == "-1" ? null : Time(root, "functionTimeout", TimeSpan.FromMinutes(30)),
            (root["extensions:http:routePrefix"] ?? "api").Trim('/'),
            new QueueSettings(
                Time(queues, "maxPollingInterval", TimeSpan.FromMinutes(1)),
                Time(queues, "visibilityTimeout", TimeSpan.Zero),
                batchSize,
                Number(queues, "newBatchThreshold", batchSize / 2 * Environment.ProcessorCount, 0, int.MaxValue),
                Number(queues, "maxDequeueCount", 5, 1, int.MaxValue),
                (Text(queues, "messageEncoding") ?? "base64").Equals("base64", StringComparison.OrdinalIgnoreCase)));
    }

    private static string? Text(IConfiguration section, string key) => section[key] is { Length: > 0 } text ? text : null;

    private static IEnumerable<string> Texts(IConfiguration section, string key) => section.GetSection(key).GetChildren().Select(item => item.Value ?? "");

    private static TimeSpan Time(IConfiguration section, string key, TimeSpan byDefault) =>
        section[key] is not { } text ? byDefault
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero ? time
        : throw new FormatException($"{key} is '{text}', which is not a time like 00:00:30.");

    private static int Number(IConfiguration section, string key, int byDefault, int least, int most) =>
        section[key] is not { } text ? byDefault
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new FormatException($"{key} is '{text}', which is not a whole number from {least} to {most}.");
}

/// <summary>The <c>customHandler</c> section. Texts still hold their <c>%SETTING%</c>; folders and paths are relative to the app folder.</summary>
internal sealed record CustomHandlerSettings(
    string ExecutablePath,
    IReadOnlyList<string> Arguments,
    string? WorkerPath,
    IReadOnlyList<string> WorkerArguments,
    string? WorkingDirectory,
    string? WorkerDirectory,
    TimeSpan InitializationTimeout);

/// <summary>The <c>extensions.queues</c> section.</summary>
/// <param name="VisibilityTimeout">How long a failed message stays hidden.</param>
/// <param name="NewBatchThreshold">The next batch is fetched when no more than so many messages are in work.</param>
internal sealed record QueueSettings(
    TimeSpan MaxPollingInterval, TimeSpan VisibilityTimeout, int BatchSize, int NewBatchThreshold, int MaxDequeueCount, bool IsBase64);
