using Usher.Tests.Fire;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Usher.Tests;

/// <summary>The tests, by whichever platform asks for them, or the fire at length.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        args is [FireCommand.Name, .. var arguments] ? FireCommand.InvokeAsync(arguments)
        : args.Any(argument => argument is "--server" or "--internal-msbuild-node") ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);
}
