using System.Globalization;
using Usher.Tests.Fire;
using Usher.Tests.Fuzz;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Usher.Tests;

/// <summary>Runs the tests on whichever platform asks for them, a long fire, or a long fuzzing of requests: <c>fuzz 100000</c>.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        args is [FireCommand.Name, .. var arguments] ? FireCommand.InvokeAsync(arguments)
        : args is ["fuzz", var requests] ? FuzzAsync(int.Parse(requests, CultureInfo.InvariantCulture))
        : args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);

    private static Task<int> FuzzAsync(int requests)
    {
        RequestFuzzTests.Requests = requests;
        return ConsoleRunner.Run(["-class", typeof(RequestFuzzTests).FullName!]);
    }
}
