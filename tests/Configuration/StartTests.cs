using Usher.LocalHost.Processes;
using Usher.Tests.Commands;
using Usher.Tests.Support;

namespace Usher.Tests.Configuration;

/// <summary>The worker's process, started with wrong settings.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Wrong_settings_end_the_start_with_a_sentence_each_and_exit_code_2()
    {
        using var process = UsherProcess.Start(
            Executable.Find("dotnet", "It runs the tests."),
            new Dictionary<string, string?>
            {
                ["Usher__PublicUrl"] = "https://usher.example.com",
                ["Usher__TokenKey"] = Convert.ToBase64String(new byte[32]),
                ["Usher__EncryptionKey"] = Convert.ToBase64String(new byte[32]),
                ["Usher__Simulation__MeetingLength"] = "abc",
                ["Usher__Lifecycle__StageLed"] = "00:01:00",
            },
            Path.Combine(BuildOutput.App, "Usher.Functions.dll")
        );

        var (exitCode, _, error) = await UsherProcess.EndAsync(process);

        Assert.Equal(2, exitCode);
        Assert.Equal(
            "error: Usher__Simulation__MeetingLength is 'abc'. It must be a time from 00:00:00 to 7.00:00:00, as [d.]hh:mm:ss.\n"
                + "error: Usher__Lifecycle__StageLed is not a setting. Did you mean Usher__Lifecycle__StageLead?\n",
            error
        );
    }
}
