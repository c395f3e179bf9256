using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Usher.LocalHost.CommandLine;

/// <summary>The command line, its help and its errors.</summary>
internal sealed class LocalHostCommand
{
    private const int BadUsage = 2;

    private readonly Option<int> port = new("--port") { Description = "The port of http://localhost.", DefaultValueFactory = _ => 7071 };

    private readonly Option<string?> storage = new("--storage")
    {
        Description = "A storage connection string. [default: the host's own Azurite]",
    };

    private readonly Option<string> data = new("--data")
    {
        Description = "The folder that keeps storage, keys and the built app.",
        DefaultValueFactory = _ => Path.Combine(Repository.Root, ".usher"),
    };

    private readonly Option<string?> runner = new("--runner")
    {
        Description =
            "The runner to use: 'simulated' (in the app) or 'external' (takes the commands from the queue). " + "[default: simulated]",
    };

    private readonly Option<string?> queueLease = new("--queue-lease")
    {
        Description =
            "How long a queue message stays hidden while its function runs, as hh:mm:ss. A crash delays the message by this time. "
            + "[default: 00:10:00]",
    };

    private readonly Option<bool> crashLimit = new("--crash-limit")
    {
        Description = "End at the third crash of the worker within 30 minutes, instead of restarting the host as the platform does.",
    };

    private readonly Option<bool> noBuild = new("--no-build") { Description = "Start the latest build without building again." };

    private readonly Option<string?> app = new("--app") { Description = "Start this built app instead of building one." };

    private readonly RootCommand command = new("Runs Usher on this machine as the Azure Functions host would.");

    private LocalHostCommand()
    {
        port.Validators.Add(result =>
            Refuse(result, !result.Tokens.All(token => IsPort(token.Value)), "--port must be a number from 1 to 65535.")
        );
        runner.Validators.Add(result =>
            Refuse(result, result.GetValue(runner) is not ("simulated" or "external"), "--runner must be 'simulated' or 'external'.")
        );
        queueLease.Validators.Add(result =>
            Refuse(result, Lease(result.GetValue(queueLease)) is null, "--queue-lease must be a time from 00:00:01 to 23:59:59.")
        );
        app.Validators.Add(result =>
            Refuse(
                result,
                !File.Exists(Path.Combine(result.GetValue(app) ?? "", "worker.config.json")),
                "--app must be a folder that contains worker.config.json: the output of dotnet build or dotnet publish."
            )
        );
        foreach (var option in (Option[])[port, storage, data, runner, queueLease, crashLimit, noBuild, app])
        {
            command.Options.Add(option);
        }
    }

    private static bool IsPort(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535;

    /// <summary>Runs <paramref name="run"/> with the parsed options; usage errors print a message to stderr and exit with 2.</summary>
    public static async Task<int> InvokeAsync(string[] arguments, Func<LocalHostOptions, Task<int>> run)
    {
        var parser = new LocalHostCommand();
        parser.command.SetAction((result, _) => run(parser.Options(result)));
        var result = parser.command.Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("--help lists the options.");
            return BadUsage;
        }

        // The host handles the signals itself: it has state to save.
        return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private LocalHostOptions Options(ParseResult result) =>
        new()
        {
            Port = result.GetValue(port),
            StorageConnectionString = result.GetValue(storage),
            DataFolder = Path.GetFullPath(result.GetValue(data)!),
            Runner = result.GetValue(runner) switch
            {
                "simulated" => BotRunner.Simulated,
                "external" => BotRunner.External,
                _ => null,
            },
            QueueLease = Lease(result.GetValue(queueLease)),
            CrashLimit = result.GetValue(crashLimit),
            NoBuild = result.GetValue(noBuild),
            AppFolder = result.GetValue(app) is { } folder ? Path.GetFullPath(folder) : null,
        };

    private static TimeSpan? Lease(string? text) =>
        TimeSpan.TryParseExact(text, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var lease) && lease >= TimeSpan.FromSeconds(1)
            ? lease
            : null;

    private static void Refuse(OptionResult result, bool isBad, string sentence)
    {
        if (isBad)
        {
            result.AddError(sentence);
        }
    }
}
