using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>What a verb works with: the app's storage, and where it prints.</summary>
internal sealed class CommandContext(IServiceProvider services, ParseResult parsed, bool isJson)
{
    public TextWriter Output => parsed.InvocationConfiguration.Output;

    public T Service<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Runs <paramref name="action"/> with the settings of the environment, in storage that has its tables.</summary>
    /// <returns>The action's exit code; 1 if there is no such project.</returns>
    public static Task<int> RunAsync(
        ParseResult parsed,
        Option<bool> json,
        Option<string>? project,
        Func<CommandContext, Task<int>> action,
        CancellationToken cancellationToken
    ) => UsherCommand.UntilInterruptedAsync(() => RunToTheEndAsync(parsed, json, project, action, cancellationToken), cancellationToken);

    private static async Task<int> RunToTheEndAsync(
        ParseResult parsed,
        Option<bool> json,
        Option<string>? project,
        Func<CommandContext, Task<int>> action,
        CancellationToken cancellationToken
    )
    {
        await using var services = Services().BuildServiceProvider();
        var error = parsed.InvocationConfiguration.Error;
        await services.GetRequiredService<StorageSetup>().EnsureAsync();
        if (
            project is not null
            && !await services.GetRequiredService<Projects>().ExistsAsync(parsed.GetRequiredValue(project), cancellationToken)
        )
        {
            await error.WriteLineAsync(
                $"error: There is no project '{parsed.GetRequiredValue(project)}'. To see all projects, run: usher projects list"
            );
            return ExitCode.Refused;
        }

        return await action(new CommandContext(services, parsed, parsed.GetValue(json)));
    }

    /// <summary>The app's storage, with the settings of the environment.</summary>
    public static IServiceCollection Services()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(new Settings(configuration))
            .AddSingleton(TimeProvider.System)
            .AddStorage();
    }

    /// <summary>Prints <paramref name="what"/> as JSON if requested, otherwise <paramref name="words"/>.</summary>
    public async Task<int> SayAsync<T>(T what, JsonTypeInfo<T> type, IEnumerable<string> words, int exitCode = ExitCode.Done)
    {
        foreach (var line in isJson ? [JsonSerializer.Serialize(what, type)] : words)
        {
            await Output.WriteLineAsync(line);
        }

        return exitCode;
    }

    /// <summary>Prints something for people that is not part of the result.</summary>
    public Task NoteAsync(string text) => parsed.InvocationConfiguration.Error.WriteLineAsync(text);

    public Task<int> FailNoBotAsync(string project, string bot) =>
        FailAsync($"Project '{project}' has no bot '{bot}'. To see its bots, run: usher bots list --project {project}");

    public async Task<int> FailAsync(string text)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {text}");
        return ExitCode.Refused;
    }
}
