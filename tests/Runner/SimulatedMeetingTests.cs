using Microsoft.Extensions.DependencyInjection;
using Usher.Bots;
using Usher.Runner;
using Usher.Storage;
using Usher.Tests.Support;

namespace Usher.Tests.Runner;

/// <summary>What the simulated runner makes of commands for the meeting.</summary>
public sealed class SimulatedMeetingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task It_pauses_and_goes_on()
    {
        var bot = await ARecordingBotAsync();

        Assert.Equal(BotState.JoinedRecordingPaused, (await PlayAsync(bot, MeetingCommandType.PauseRecording)).State);
        Assert.Equal(BotState.JoinedRecording, (await PlayAsync(bot, MeetingCommandType.ResumeRecording)).State);
    }

    [Fact]
    public async Task It_takes_everything_else_and_stays()
    {
        var bot = await ARecordingBotAsync();

        var after = await PlayAsync(bot, MeetingCommandType.AdmitFromWaitingRoom);

        Assert.Equal((BotState.JoinedRecording, null), (after.State, after.OpenCommands));
    }

    private async Task<BotId> ARecordingBotAsync()
    {
        var bot = await app.CreateBotAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_permission_granted");
        return BotId.Parse(bot);
    }

    /// <summary>Tells the runner as the dispatcher does.</summary>
    private async Task<Bot> PlayAsync(BotId id, MeetingCommandType type)
    {
        var (streams, cancel) = (app.Services.GetRequiredService<BotStreams>(), TestContext.Current.CancellationToken);
        var instruct = new BotCommand.Instruct(new MeetingCommand(type)) { Actor = Given.Caller };
        var told = Assert.IsType<Outcome.Done>(await streams.TransactAsync(app.Project, id, instruct, cancel)).Bot;
        var command = new RunnerCommand(
            RunnerCommand.Id(id, told.Version), $"{id}", type.Name, new RunnerBot(told.MeetingUrl, told.BotName),
            "https://usher.example.com", app.Services.GetRequiredService<RunnerTokens>().Create(app.Project, id));

        await app.Services.GetRequiredService<SimulatedMeeting>().PlayAsync(command, isRepeated: false, cancel);

        return (await streams.GetAsync(app.Project, id, cancel))!;
    }
}
