using Azure.Data.Tables;

namespace Usher.Storage;

/// <summary>Tables and queues by their names, and everything built on them.</summary>
internal static class StorageServices
{
    private static readonly string[] TableNames =
    [
        "bots",
        "deadlines",
        "heartbeats",
        "projects",
        "apikeys",
        "botindex",
        "slots",
        "webhookdeliveries",
        "webhookdeadlines",
    ];

    public static IServiceCollection AddStorage(this IServiceCollection services) =>
        services
            .AddSingleton(provider => new StorageAccount(
                provider.GetRequiredService<IConfiguration>(),
                provider.GetService<ClientConfiguration>(),
                Clock(provider)
            ))
            .AddSingleton(provider => new BotQueues(
                Account(provider).Queue(BotQueues.EventsName),
                Account(provider).Queue(BotQueues.MeetingsName),
                Account(provider).Queue(BotQueues.CommandsName),
                Account(provider).Queue(BotQueues.WebhooksName)
            ))
            .AddSingleton(provider => new BotStore(Table(provider, "bots"), Clock(provider)))
            .AddSingleton(provider => new MeetingStore(Table(provider, "bots"), Clock(provider)))
            .AddSingleton<MeetingReader>()
            .AddSingleton<FeedMeetingEvents>()
            .AddSingleton<Transcripts>()
            .AddSingleton(provider => new AnswerRows(
                Table(provider, "bots"),
                Clock(provider),
                provider.GetRequiredService<RetentionOptions>().Answers
            ))
            .AddSingleton(provider => new PoisonQueues(Account(provider).RawQueue))
            .AddSingleton(provider => new StreamVerification(provider.GetRequiredService<BotStore>(), Table(provider, "bots")))
            .AddSingleton(provider => LimitOptions.Read(provider.GetRequiredService<IConfiguration>()))
            .AddSingleton(provider => new BotSlots(
                Table(provider, "slots"),
                provider.GetRequiredService<LimitOptions>(),
                provider.GetRequiredService<BotStore>(),
                Clock(provider)
            ))
            .AddSingleton(provider => new EventFeed(Table(provider, "bots"), provider.GetRequiredService<FeedMeetingEvents>()))
            .AddSingleton(provider => new BotListing(Table(provider, "bots")))
            .AddSingleton(provider => new Deadlines(Table(provider, "deadlines")))
            .AddSingleton(provider => new Heartbeats(Table(provider, "heartbeats"), Clock(provider)))
            .AddSingleton(provider => new Pulse(Table(provider, "heartbeats"), Clock(provider)))
            .AddSingleton(provider => new Projects(Table(provider, "projects"), Clock(provider)))
            .AddSingleton(provider => new ApiKeyStore(Table(provider, "apikeys"), Clock(provider)))
            .AddSingleton(provider => new BotIndex(Table(provider, "botindex")))
            .AddSingleton(provider => new WebhookStore(Table(provider, "projects"), Clock(provider)))
            .AddSingleton(provider => new WebhookSecrets(
                Table(provider, "projects"),
                provider.GetRequiredService<SecretBox>(),
                Clock(provider)
            ))
            .AddSingleton(provider => new WebhookDeliveries(Table(provider, "webhookdeliveries")))
            .AddSingleton(provider => new HeldDeliveries(Table(provider, "webhookdeliveries")))
            .AddSingleton(provider => new WatchedBots(new Deadlines(Table(provider, "webhookdeadlines")), Clock(provider)))
            .AddSingleton(provider => new BotImages(Account(provider).Container("bot-images")))
            .AddSingleton(provider => new Recordings(Account(provider).Blobs, Account(provider).Container("recordings"), Clock(provider)))
            .AddSingleton(provider => new BotMedia(Account(provider).Container("bot-media")))
            .AddSingleton(provider => new BotErasure(
                Table(provider, "bots"),
                Table(provider, "webhookdeliveries"),
                provider.GetRequiredService<MeetingStore>(),
                provider.GetRequiredService<Recordings>(),
                provider.GetRequiredService<BotImages>(),
                provider.GetRequiredService<BotMedia>()
            ))
            .AddSingleton(provider => RetentionOptions.Read(provider.GetRequiredService<IConfiguration>()))
            .AddSingleton(provider => new Retention(
                Table(provider, "bots"),
                Table(provider, "webhookdeliveries"),
                Table(provider, "heartbeats"),
                provider.GetRequiredService<BotIndex>(),
                provider.GetRequiredService<BotErasure>(),
                provider.GetRequiredService<RetentionOptions>(),
                Clock(provider)
            ))
            .AddSingleton(Setup);

    private static StorageSetup Setup(IServiceProvider provider)
    {
        var seeds = provider.GetRequiredService<Settings>().SeedKeys;
        var (queues, projects, keys) = (
            provider.GetRequiredService<BotQueues>(),
            provider.GetRequiredService<Projects>(),
            provider.GetRequiredService<ApiKeyStore>()
        );
        return new StorageSetup(
            [.. TableNames.Select(name => Table(provider, name))],
            [queues.Events, queues.Meetings, queues.Commands, queues.Webhooks],
            [provider.GetRequiredService<BotImages>(), provider.GetRequiredService<BotMedia>()],
            provider.GetRequiredService<Recordings>(),
            token => SeedKeys.AddAsync(seeds, projects, keys, token)
        );
    }

    private static StorageAccount Account(IServiceProvider provider) => provider.GetRequiredService<StorageAccount>();

    private static TableClient Table(IServiceProvider provider, string name) => Account(provider).Tables.GetTableClient(name);

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
