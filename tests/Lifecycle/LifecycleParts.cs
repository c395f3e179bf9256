using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Usher.Bots;
using Usher.Commanding;
using Usher.Lifecycle;
using Usher.Runner;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Lifecycle;

/// <summary>
/// Dispatcher, activity and watchdog on their own tables and queues, with a clock that the test moves and a stand-in for the Durable
/// extension. The write path is the app's own; only the test takes its announcements.
/// </summary>
internal sealed class LifecycleParts
{
    public const string Project = "A";

    private readonly string suffix = $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly StorageAccount account;
    private readonly SentMessages sent;

    private LifecycleParts(string connectionString)
    {
        sent = new SentMessages($"deadlines{suffix}");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("AzureWebJobsStorage", connectionString)])
            .Build();
        account = new StorageAccount(
            configuration,
            new ClientConfiguration(options => options.AddPolicy(sent, HttpPipelinePosition.PerCall))
        );
        var writersOptions = StorageAccount.TableOptions();
        writersOptions.Transport = Writer;
        var writersTables = new TableServiceClient(connectionString, writersOptions);
        var queues = new BotQueues(
            account.Queue($"events-{suffix}"),
            account.Queue($"meetings-{suffix}"),
            account.Queue($"commands-{suffix}"),
            account.Queue($"webhooks-{suffix}")
        );

        Bots = account.Tables.GetTableClient($"bots{suffix}");
        Store = new BotStore(Bots, Clock);
        var slots = new BotSlots(account.Tables.GetTableClient($"slots{suffix}"), new LimitOptions(), Store, Clock);
        Index = new BotIndex(account.Tables.GetTableClient($"index{suffix}"));
        Images = new BotImages(account.Container($"images-{suffix}"));
        var recordings = new Recordings(account.Blobs, account.Container($"recordings-{suffix}"), Clock);
        var media = new BotMedia(account.Container($"media-{suffix}"));
        var writersStore = new BotStore(writersTables.GetTableClient($"bots{suffix}"), Clock);
        Streams = new BotStreams(
            writersStore,
            new AnswerRows(Bots, Clock, new RetentionOptions().Answers),
            Index,
            slots,
            Images,
            media,
            queues,
            Options,
            Clock
        );
        DeadlineRows = account.Tables.GetTableClient($"deadlines{suffix}");
        Deadlines = new Deadlines(DeadlineRows);
        Heartbeats = new Heartbeats(account.Tables.GetTableClient($"heartbeats{suffix}"), Clock);
        Tokens = new RunnerTokens(new byte[32], Clock);
        var commands = new RunnerCommands(queues, Tokens, new PublicUrl("https://usher.example.com"));
        Webhooks = new WebhookStore(account.Tables.GetTableClient($"projects{suffix}"), Clock);
        Deliveries = new WebhookDeliveries(account.Tables.GetTableClient($"deliveries{suffix}"));
        Erasure = new BotErasure(
            Bots,
            account.Tables.GetTableClient($"deliveries{suffix}"),
            new MeetingStore(Bots, Clock),
            recordings,
            Images,
            media
        );
        var watched = new WatchedBots(new Deadlines(account.Tables.GetTableClient($"webhookdeadlines{suffix}")), Clock);
        DispatchBotEvents DispatcherOf(RunnerCommands runner) =>
            new(
                Store,
                Index,
                slots,
                Deadlines,
                runner,
                new WebhookFanOut(new WebhookAudience(Webhooks), new NewDeliveries(Deliveries, queues)),
                watched,
                Erasure,
                Images,
                queues,
                Clock,
                NullLogger<DispatchBotEvents>.Instance
            );
        Dispatcher = DispatcherOf(commands);
        var noQueue = queues with { Commands = account.Queue($"missing-{suffix}") };
        DispatcherWithoutCommands = DispatcherOf(new RunnerCommands(noQueue, Tokens, new PublicUrl("https://usher.example.com")));
        Pulse = new Pulse(account.Tables.GetTableClient($"heartbeats{suffix}"), Clock);
        var signs = new RunnerSigns(Heartbeats, Pulse, Options);
        var advancement = new BotAdvancement(Streams, signs, commands, Options, Clock);
        Activity = new AdvanceBot(advancement, Clock, new Logger<AdvanceBot>(new LoggerFactory([Logs])));
        Watchdog = new WakeOverdueBots(
            Store,
            signs,
            Deadlines,
            advancement,
            Options,
            Clock,
            new Logger<WakeOverdueBots>(new LoggerFactory([Logs]))
        );
        Setup = new StorageSetup(
            [
                .. new[] { "bots", "deadlines", "heartbeats", "index", "projects", "deliveries", "webhookdeadlines" }.Select(name =>
                    account.Tables.GetTableClient(name + suffix)
                ),
            ],
            [queues.Events, queues.Meetings, queues.Commands, queues.Webhooks],
            [Images, media],
            recordings,
            _ => Task.CompletedTask
        );
    }

    public ManualTime Clock { get; } = new();

    public LifecycleOptions Options { get; } = new();

    public ListLogger Logs { get; } = new();

    public RecordingDurableClient Durable { get; } = new();

    public HeldTransport Writer { get; } = new();

    public TableClient Bots { get; }

    public BotStore Store { get; }

    public BotStreams Streams { get; }

    public TableClient DeadlineRows { get; }

    public Deadlines Deadlines { get; }

    /// <summary>Fails every write.</summary>
    public Deadlines DeadlinesOfNoTable => new(account.Tables.GetTableClient($"missing{suffix}"));

    public Heartbeats Heartbeats { get; }

    public Pulse Pulse { get; }

    public BotIndex Index { get; }

    public BotImages Images { get; }

    public RunnerTokens Tokens { get; }

    public WebhookStore Webhooks { get; }

    public WebhookDeliveries Deliveries { get; }

    public BotErasure Erasure { get; }

    public DispatchBotEvents Dispatcher { get; }

    /// <summary>A dispatcher that cannot send commands.</summary>
    public DispatchBotEvents DispatcherWithoutCommands { get; }

    public AdvanceBot Activity { get; }

    public WakeOverdueBots Watchdog { get; }

    /// <summary>The commands sent to the runner.</summary>
    public IEnumerable<RunnerCommand> Commands => Sent("commands").Select(message => RunnerCommand.Parse(message.Text));

    /// <summary>The announcements sent by writers and repeated by the dispatcher.</summary>
    public IEnumerable<(BotAnnouncement Announcement, TimeSpan Delay)> Announcements =>
        Sent("events").Select(message => (BotAnnouncement.Parse(message.Text), message.Delay));

    /// <summary>Writes and deletions of deadline rows, as <c>PUT {partition}</c> and <c>DELETE {partition}</c>.</summary>
    public IEnumerable<string> DeadlineRequests => sent.Rows;

    private StorageSetup Setup { get; }

    public static async Task<LifecycleParts> StartAsync(AzuriteFixture azurite)
    {
        var parts = new LifecycleParts(azurite.ConnectionString);
        await parts.Setup.EnsureAsync();
        return parts;
    }

    /// <summary>Creates a bot that joins immediately, or after the given time, with its announcement waiting.</summary>
    public async Task<BotId> CreateAsync(TimeSpan? joinsIn = null, Func<BotDetails, BotDetails>? change = null)
    {
        var details = Given.Details(joinsIn is { } time ? Clock.GetUtcNow() + time : null) with { Project = Project };
        details = change is null ? details : change(details);
        return Assert
            .IsType<Outcome.Done>(await Streams.CreateAsync(new BotCommand.Create(details) { Actor = Given.Caller }, request: null, Cancel))
            .Bot.Id;
    }

    public async Task<Bot> TransactAsync(BotId id, BotCommand command) =>
        Assert.IsType<Outcome.Done>(await Streams.TransactAsync(Project, id, command, Cancel)).Bot;

    public Task<Bot> ReportAsync(BotId id, BotEventType type) =>
        TransactAsync(id, new BotCommand.Report(type.Name, type, Given.SubTypeOf(type), Data: null) { Actor = Actor.Runner });

    /// <summary>Dispatches the latest announcement.</summary>
    public Task DispatchAsync() => DispatchAsync(Announcements.Last().Announcement);

    public Task DispatchAsync(BotAnnouncement announcement) => Dispatcher.DispatchAsync(announcement, Durable, Cancel);

    public Task WatchAsync() => Watchdog.RunAsync(new TimerInfo(), Durable, Cancel);

    /// <summary>Runs the activity, as the bot's orchestration does.</summary>
    public Task<DateTimeOffset?> AdvanceAsync(BotId id, CancellationToken cancellationToken) =>
        Activity.RunAsync(new BotReference(Project, id.ToString()), cancellationToken);

    /// <summary>Every deadline row.</summary>
    public async Task<IReadOnlyList<Deadline>> AllDeadlinesAsync() =>
        await Deadlines.PassedAsync(DateTimeOffset.MaxValue, Cancel).Select(stored => stored.Deadline).ToListAsync(Cancel);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<SentMessage> Sent(string queue) => sent.All.Where(message => message.Queue == $"{queue}-{suffix}");
}
