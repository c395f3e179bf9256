using Usher.LocalHost.Configuration;
using Usher.LocalHost.Processes;

namespace Usher.LocalHost.Handler;

/// <summary>The command line, folder and environment of the custom handler. Source: HttpWorkerDescription and HttpWorkerProcess of the Functions host.</summary>
internal static class HandlerCommand
{
    public static ChildCommand Create(CustomHandlerSettings handler, string appFolder, AppSettings settings, int port, string workerId)
    {
        var workerFolder = Path.Combine(appFolder, handler.WorkerDirectory ?? "");
        string[] arguments =
        [
            .. handler.Arguments.Select(Expand),
            .. handler.WorkerPath is { } path ? [Path.Combine(workerFolder, Expand(path))] : (string[])[],
            .. handler.WorkerArguments.Select(Expand),
        ];
        var portText = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var environment = new Dictionary<string, string>(settings.Values)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = portText,
            ["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = workerId,
            ["FUNCTIONS_HTTPWORKER_PORT"] = portText,
            ["FUNCTIONS_HTTPWORKER_ID"] = workerId,
            ["FUNCTIONS_APP_ROOT_PATH"] = appFolder,
        };

        // The handler is killed, never asked: it has to survive that in Azure too.
        return new ChildCommand(
            Executable(Expand(handler.ExecutablePath), workerFolder),
            arguments,
            Path.Combine(appFolder, handler.WorkingDirectory ?? ""),
            ProcessSignal.Kill,
            environment);

        // A setting that does not exist is empty here, where in a binding it is an error.
        string Expand(string text) => settings.Expand(text, _ => "");
    }

    // A relative path counts only where the file exists; otherwise the bare name is left to the PATH.
    private static string Executable(string path, string workerFolder)
    {
        var inFolder = Path.Combine(workerFolder, path);
        return File.Exists(inFolder) ? inFolder : path;
    }
}
