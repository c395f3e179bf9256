using System.CommandLine;
using System.CommandLine.Help;
using Usher.Storage;

namespace Usher.Cli;

/// <summary>
/// What operators do from a shell: with the app's own settings, in its own storage.
/// Exit codes: 0, it is as asked; 1, it is not; 2, it cannot be said, because of what was asked or of the settings; 130, Ctrl-C.
/// </summary>
internal static class UsherCommand
{
    private const int CannotSay = 2;
    private const int Interrupted = 130;

    public static async Task<int> InvokeAsync(string[] args)
    {
        // A RootCommand would be named as the assembly, which people never see.
        var root = new Command("usher", "Usher's command line for operators, with the app's settings in the environment.")
        {
            new HelpOption(),
            new VersionOption(),
            ProjectsCommand.Create(),
            KeysCommand.Create(),
            BotsCommand.Create(),
            VerifyCommand.Create(),
            SimulateCommand.Create(),
            DoctorCommand.Create(),
        };
        var parsed = root.Parse(args);
        try
        {
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? CannotSay : exitCode;
        }
        catch (SettingException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return CannotSay;
        }
        catch (Exception exception) when (StorageFailure.IsAny(exception) || exception is AggregateException)
        {
            await Console.Error.WriteLineAsync($"error: Storage does not answer as it should: {exception.Message.Split('\n')[0]}");
            return CannotSay;
        }
    }

    /// <param name="cancellationToken">Cancelled by Ctrl-C, which is no failure of anything.</param>
    public static async Task<int> UntilInterruptedAsync(Func<Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    /// <summary>Prints the answer of the management API itself instead of words for people.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON, as the management API answers." };

    public static Option<string> Project() => new("--project") { Description = "The project's id.", Required = true };
}
