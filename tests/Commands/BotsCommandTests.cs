using System.Diagnostics;
using System.Text.Json;
using Usher.LocalHost.Processes;
using Usher.Tests.EndToEnd;
using Usher.Tests.Support;

namespace Usher.Tests.Commands;

public sealed class BotsCommandTests(AzuriteFixture azurite, SharedHost shared) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Bots_are_listed_by_their_state()
    {
        var (scheduled, joining) = (await app.CreateBotAsync(inSeconds: 3600), await app.CreateBotAsync());

        var all = await UsherAsync("bots", "list", "--project", app.Project);
        var some = await UsherAsync("bots", "list", "--project", app.Project, "--state", "joining", "--json");

        Assert.Equal(
            new[] { scheduled, joining }.Order(StringComparer.Ordinal),
            all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            (joining, "joining"),
            (JsonElement.Parse(some.Output).GetProperty("id").GetString(), JsonElement.Parse(some.Output).GetProperty("state").GetString())
        );
        Assert.Equal(2, (await UsherAsync("bots", "list", "--project", app.Project, "--state", "dancing")).ExitCode);
    }

    [Fact]
    public async Task A_bot_is_shown_with_everything_that_happened_to_it()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");

        var (exitCode, output, _) = await UsherAsync("bots", "show", bot, "--project", app.Project);
        var json = Lines((await UsherAsync("bots", "show", bot, "--project", app.Project, "--json")).Output);

        Assert.Equal(0, exitCode);
        Assert.Contains("#2    joined_meeting, by runner: joining -> joined_not_recording", output, StringComparison.Ordinal);
        Assert.Equal((bot, "joined_not_recording"), (json[0].GetProperty("id").GetString(), json[0].GetProperty("state").GetString()));
        Assert.Equal(["join_requested", "joined_meeting"], json.Skip(1).Select(next => next.GetProperty("type").GetString()));
        Assert.Equal(1, (await UsherAsync("bots", "show", "nobody", "--project", app.Project)).ExitCode);
        Assert.Equal(1, (await UsherAsync("bots", "show", bot, "--project", $"{app.Project}other")).ExitCode);
    }

    [Fact]
    public async Task What_was_said_is_printed_line_by_line()
    {
        var (bot, silent) = (await app.CreateBotAsync(), await app.CreateBotAsync());
        await app.ReportAsync(bot, "joined_meeting");
        var reported = await app.RunnerClient()
            .SendAsync(
                "POST",
                $"/runner/v1/bots/{bot}/utterances",
                """
                {"id": "u", "utterances": [
                  {"participant": {"uuid": "b"}, "timestamp_ms": 1767268803000, "duration_ms": 10, "transcription": {"transcript": "Hi\n\u001b[2J"}},
                  {"participant": {"uuid": "a", "name": "Ann"}, "timestamp_ms": 1767268801999, "duration_ms": 10, "transcription": {"transcript": "Hello, Bob"}}
                ]}
                """
            );
        Assert.Equal(200, reported.Status);

        var (exitCode, output, _) = await UsherAsync("bots", "transcript", bot, "--project", app.Project);
        var json = Lines((await UsherAsync("bots", "transcript", bot, "--project", app.Project, "--json")).Output);

        Assert.Equal((0, "12:00:01  Ann: Hello, Bob\n12:00:03  b: Hi  [2J\n"), (exitCode, output));
        Assert.Equal(["Ann", null], json.Select(utterance => utterance.GetProperty("speaker_name").GetString()));
        Assert.Equal("Hello, Bob", json[0].GetProperty("transcription").GetProperty("transcript").GetString());
        var nothing = await UsherAsync("bots", "transcript", silent, "--project", app.Project);
        Assert.Equal((0, ""), (nothing.ExitCode, nothing.Output));
        Assert.Equal(1, (await UsherAsync("bots", "transcript", "nobody", "--project", app.Project)).ExitCode);
        Assert.Equal(1, (await UsherAsync("bots", "transcript", bot, "--project", $"{app.Project}other")).ExitCode);
    }

    [Fact]
    public async Task What_happens_is_shown_as_it_happens_until_it_is_stopped()
    {
        await app.CreateBotAsync();
        using var tail = Tail("--all");
        var first = await tail.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var later = await app.CreateBotAsync();
        var second = await tail.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        ProcessSignal.Send(tail.Id, ProcessSignal.Terminate);
        await tail.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("join_requested", first!, StringComparison.Ordinal);
        Assert.StartsWith(later, second!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_utterance_of_a_meeting_is_shown_on_one_line()
    {
        var bot = await app.ABotInAMeetingAsync();
        await app.SayAsync(bot, "1", "Hello\\n\\u001b[2J");
        using var tail = Tail("--all");
        var lines = new List<string?>();
        for (var number = 0; number < 3; number++)
        {
            lines.Add(await tail.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        ProcessSignal.Send(tail.Id, ProcessSignal.Terminate);
        await tail.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("m1    transcript.update, by runner: Ann: Hello  [2J", lines[2]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_events_are_shown_only_on_request()
    {
        var before = await app.CreateBotAsync();
        using var tail = Tail();

        var note = await tail.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        var later = await app.CreateBotAsync();
        var line = await tail.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        ProcessSignal.Send(tail.Id, ProcessSignal.Terminate);
        await tail.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"Waiting for events of project {app.Project}. Press Ctrl-C to stop.", note);
        Assert.StartsWith(later, line!, StringComparison.Ordinal);
        Assert.DoesNotContain(
            before,
            await tail.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal(130, tail.ExitCode);
    }

    [Fact]
    public async Task A_bot_is_sent_through_a_whole_meeting()
    {
        var host = await shared.ProcessAsync();

        string[] simulate = ["simulate", "--url", $"{host.Url}", "--key", host.ApiKey];
        var both = await Task.WhenAll(UsherAsync(simulate), UsherAsync([.. simulate, "--json"]));
        var (exitCode, output, error) = both[0];
        var json = Lines(both[1].Output);

        Assert.True(exitCode == 0, output + error);
        Assert.Equal((0, "ended"), (both[1].ExitCode, json[^1].GetProperty("state").GetString()));
        Assert.Equal(
            json[^1].GetProperty("events").EnumerateArray().Select(next => next.GetProperty("type").GetString()),
            json.SkipLast(1).Select(next => next.GetProperty("type").GetString())
        );
        Assert.Contains("joined_meeting", output, StringComparison.Ordinal);
        Assert.EndsWith("State: ended.", output.Trim(), StringComparison.Ordinal);
        Assert.Equal(1, (await UsherAsync("simulate", "--url", $"{host.Url}", "--key", "wrong")).ExitCode);
        Assert.Equal(2, (await UsherAsync("simulate", "--url", "here", "--key", "any")).ExitCode);
        var nobody = await UsherAsync("simulate", "--url", $"http://localhost:{LoopbackPort.Free()}", "--key", "any");
        Assert.Equal(3, nobody.ExitCode);
        Assert.Contains("is not responding", nobody.Error, StringComparison.Ordinal);
    }

    private Process Tail(params string[] more) =>
        UsherProcess.Start(
            new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString },
            ["bots", "tail", "--project", app.Project, .. more]
        );

    private static List<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private Task<(int ExitCode, string Output, string Error)> UsherAsync(params string[] arguments) =>
        UsherProcess.RunAsync(azurite.ConnectionString, arguments);
}
