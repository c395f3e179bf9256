using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api;
using Usher.Api.Attendee;
using Usher.Api.MeetStream;
using Usher.Bots;
using Usher.Commanding;
using Usher.Lifecycle;
using Usher.Meetings;
using Usher.Runner;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;
using Usher.Wire.Bodies;

namespace Usher.Benchmark;

/// <summary>
/// How many bytes a request allocates: the function is called in this process, from the body to the answer, without host and worker.
/// Next to it is what the bare storage operations allocate, nearly all of it in the storage client.
/// </summary>
internal sealed class AllocationFigures(Figures figures, IServiceProvider services)
{
    private const string Unit = "kB";
    private const double BytesPerUnit = 1000;
    private const int Warming = 20;
    private const int Times = 61;
    private const int Bots = 50;
    private const int BatchSize = 10;

    private static readonly Caller Caller = new(AppSettings.Project, "0123456789ab");
    private static readonly TimeProvider Clock = TimeProvider.System;
    private static readonly byte[] JoiningNow =
        """{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Notetaker"}"""u8.ToArray();
    private static readonly byte[] OnlySound = """{"recording_settings": {"format": "mp3"}}"""u8.ToArray();
    private static readonly byte[] WithVideo = """{"recording_settings": {"format": "mp4", "view": "gallery_view"}}"""u8.ToArray();
    private static readonly byte[] WithImage = Encoding.UTF8.GetBytes(
        $$"""
        {
          "meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Notetaker",
          "bot_image": {"type": "image/png", "data": "{{Convert.ToBase64String(Pictures.Png(250, 266))}}"}
        }
        """
    );

    /// <param name="figures">The table.</param>
    /// <param name="storage">A connection string.</param>
    public static async Task MeasureAsync(Figures figures, string storage)
    {
        Figures.Begin("Allocations");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                AppSettings
                    .Of(storage)
                    .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value))
            )
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(new Settings(configuration))
            .AddSingleton(Clock)
            .AddStorage()
            .AddCommanding()
            .AddLifecycle(configuration)
            .AddRunner(configuration)
            .AddWebhooks()
            .AddApi()
            .BuildServiceProvider();
        await services.GetRequiredService<StorageSetup>().EnsureAsync();
        await new AllocationFigures(figures, services).MeasureAsync(new StorageFloor(storage));
    }

    private async Task MeasureAsync(StorageFloor floor)
    {
        var (create, get, update, list, feed) = (
            New<CreateBot>(),
            New<GetBot>(),
            New<UpdateBot>(),
            New<ListMeetStreamBots>(),
            New<ListEvents>()
        );
        var scheduled = Bodies.Create(Clock.GetUtcNow().AddHours(1));
        List<string> bots = [];
        for (var number = 0; number < Bots; number++)
        {
            bots.Add(IdIn(await CreateAsync(scheduled)));
        }

        await TalkAsync(IdIn(await CreateAsync(JoiningNow)));
        var createdByStorage = await OfAsync(floor.CreateAsync);

        await OfAsync(number => floor.CreateAsync(Warming + Times + number));

        // Creations come last: they make the lists longer.
        figures.AddWithFloor("allocated: get", await OfAsync(_ => GetAsync(bots[0])), await OfAsync(floor.GetAsync), Unit);
        figures.AddWithFloor(
            $"allocated: list of {Bots}",
            await OfAsync(_ => SendAsync("GET", null, request => list.RunAsync(request, Caller, default))),
            await OfAsync(_ => floor.ListAsync(Caller.Project)),
            Unit
        );
        figures.Add(
            $"allocated: page of {2 * Bots} events, half of them utterances",
            await OfAsync(_ => SendAsync("GET", null, request => feed.RunAsync(request, Caller, default))),
            Unit
        );
        figures.AddWithFloor(
            "allocated: patch",
            await OfAsync(number => UpdateAsync(bots[0], Bodies.Update(number))),
            await OfAsync(floor.UpdateAsync),
            Unit
        );
        figures.AddWithFloor(
            "allocated: patch of settings",
            await OfAsync(number => UpdateAsync(bots[1], number % 2 == 0 ? OnlySound : WithVideo)),
            await OfAsync(number => floor.UpdateAsync(Warming + Times + number)),
            Unit
        );
        figures.AddWithFloor("allocated: create", await OfAsync(_ => CreateAsync(scheduled)), createdByStorage, Unit);
        figures.Add("allocated: create with an image of 200 kB", await OfAsync(_ => CreateAsync(WithImage)), Unit);

        var bot = (await services.GetRequiredService<BotStreams>().FindAsync(Caller.Project, bots[0], default))!;
        var first = await services.GetRequiredService<BotStore>().EventsAsync(Caller.Project, bot.Id, to: 1).SingleAsync();
        figures.Add(
            "allocated: body of a webhook",
            await OfAsync(_ => Task.FromResult(WebhookBody.StateChange(bot, first, default))),
            Unit
        );

        Task<HttpResult> CreateAsync(byte[] body) => SendAsync("POST", body, request => create.RunAsync(request, Caller, default));

        Task<HttpResult> GetAsync(string id) => SendAsync("GET", null, request => get.RunAsync(request, id, Caller, default));

        Task<HttpResult> UpdateAsync(string id, byte[] body) =>
            SendAsync("PATCH", body, request => update.RunAsync(request, id, Caller, default));
    }

    /// <summary>The bot joins and hears as many utterances as there are other bots.</summary>
    private async Task TalkAsync(string bot)
    {
        var id = BotId.Parse(bot);
        var joined = new BotCommand.Report("joined", BotEventType.JoinedMeeting, SubType: null, Data: null)
        {
            Actor = Actor.Runner,
            OccurredAt = Clock.GetUtcNow(),
        };
        await services.GetRequiredService<BotStreams>().TransactAsync(Caller.Project, id, joined, default);
        var ada = new Participant("1", UserUuid: null, "Ada", IsHost: false, IsBot: false);
        foreach (var batch in Enumerable.Range(0, Bots).Chunk(BatchSize))
        {
            var utterances = batch.Select(number => new MeetingEvent.Utterance(
                ada,
                number,
                DurationMs: 1,
                new JsonText("""{"transcript":"We meet again tomorrow at the same time."}""")
            ));
            var report = new MeetingBatch($"{batch[0]}", Digest: "", [.. utterances]);
            await services.GetRequiredService<MeetingStreams>().AppendAsync(Caller.Project, id, report, default);
        }
    }

    private T New<T>() => ActivatorUtilities.CreateInstance<T>(services);

    private static async Task<HttpResult> SendAsync(string method, byte[]? body, Func<HttpRequest, Task<HttpResult>> function)
    {
        // The request's own: nothing completes a response here, which would give back the place of a large body.
        using var large = new LargeBodies(Clock);
        using var budget = new StorageBudget(Clock, default);
        var http = new DefaultHttpContext();
        http.Features.Set(new BodyReader(large, budget, Clock));
        (http.Request.Method, http.Request.Path) = (method, "/api/v1/bots");
        (http.Request.ContentType, http.Request.ContentLength) = ("application/json", body?.Length);
        http.Request.Body = new MemoryStream(body ?? []);
        var answer = await function(http.Request);
        return answer.Status is 200 or 201
            ? answer
            : throw new InvalidOperationException($"The answer is {answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}.");
    }

    private static string IdIn(HttpResult created) => JsonElement.Parse(created.Body.Span).GetProperty("id").GetString()!;

    /// <summary>The median, so that what the runtime and timers allocate in between does not count.</summary>
    private static async Task<double> OfAsync(Func<int, Task> action)
    {
        List<double> measured = [];
        for (var number = 0; number < Warming + Times; number++)
        {
            // Of all threads, because a request goes on wherever its storage answers.
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await action(number);
            measured.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / BytesPerUnit);
        }

        return measured.Skip(Warming).Order().ElementAt(Times / 2);
    }
}
