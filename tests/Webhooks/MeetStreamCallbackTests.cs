using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Storage;
using Usher.Tests.Api;
using Usher.Tests.Api.Description;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

/// <summary>
/// What a <c>callback_url</c> receives: MeetStream's events in MeetStream's format, sent by the same machinery as all webhooks.
/// </summary>
public sealed class MeetStreamCallbackTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;
    private WebhookReceiver receiver = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite.ConnectionString, time: null, "--Usher:Webhooks:AllowLoopback=true");
        receiver = await WebhookReceiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_meeting_is_reported_from_beginning_to_end()
    {
        var bot = await CreateAsync();
        foreach (
            var type in new[]
            {
                "put_in_waiting_room",
                "joined_meeting",
                "recording_permission_granted",
                "recording_paused",
                "recording_resumed",
                "transcription_started",
                "meeting_ended",
                "recording_saved",
                "transcription_completed",
                "post_processing_completed",
            }
        )
        {
            await app.ReportAsync(bot, type);
        }

        var told = await TellAsync(bot);

        Assert.Equal(
            [
                "bot.joining Joining",
                "bot.in_waiting_room InWaitingRoom",
                "bot.inmeeting InMeeting",
                "bot.recording Recording",
                "bot.recording Recording",
                "bot.stopped Stopped",
                "video.processed Stopped",
                "transcription.processed Stopped",
                "bot.done Done",
            ],
            told.Select(body => $"{body.GetProperty("event")} {body.GetProperty("bot_status")}")
        );
        Assert.All(told, body => Assert.Equal(200, body.GetProperty("status_code").GetInt32()));
        Assert.Equal("""{"tag":"a"}""", told[0].GetProperty("custom_attributes").GetRawText());
    }

    [Theory]
    [InlineData("request_to_join_denied", "bot.denied", "Denied")]
    [InlineData("waiting_room_timeout_exceeded", "bot.notallowed", "NotAllowed")]
    [InlineData("meeting_not_found", "bot.failed", "Error")]
    public async Task An_end_is_reported_once_with_its_reason(string subType, string reason, string status)
    {
        var bot = await CreateAsync();
        await app.ReportAsync(bot, "could_not_join_meeting", subType);

        var end = (await TellAsync(bot))[^1];

        Assert.Equal(
            ("bot.stopped", reason, status, 500, bot, 2),
            (
                end.GetProperty("event").GetString(),
                end.GetProperty("bot_event").GetString(),
                end.GetProperty("bot_status").GetString(),
                end.GetProperty("status_code").GetInt32(),
                end.GetProperty("bot_id").GetString(),
                end.GetProperty("sequence_number").GetInt32()
            )
        );
    }

    [Fact]
    public async Task A_failure_after_the_meeting_is_not_reported_as_a_second_end()
    {
        var bot = await CreateAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "meeting_ended");
        await app.ReportAsync(bot, "fatal_error", "process_terminated");

        Assert.Equal(
            ["bot.joining", "bot.inmeeting", "bot.stopped", "bot.error"],
            (await TellAsync(bot)).Select(body => body.GetProperty("event").GetString())
        );
    }

    [Fact]
    public async Task A_callback_is_signed_both_as_the_SDKs_expect_and_like_every_webhook()
    {
        var (_, secret) = await app.SubscribeAsync(new Uri(receiver.Url, "/project"));
        var bot = await CreateAsync();

        await TellAsync(bot);
        var callback = Assert.Single(receiver.Received, received => received.Path == "/callback");

        Assert.True(callback.IsSignedWith(secret));
        var key = Encoding.UTF8.GetBytes(Convert.ToBase64String(secret));
        Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(callback.Body)))}",
            callback.Headers["X-MeetStream-Signature"]
        );
    }

    [Fact]
    public async Task The_projects_webhooks_are_sent_alongside_in_their_own_format()
    {
        await app.SubscribeAsync(new Uri(receiver.Url, "/project"));
        var bot = await CreateAsync();
        await app.ReportAsync(bot, "joined_meeting");
        await app.ReportAsync(bot, "recording_saved");

        await TellAsync(bot);

        Assert.Equal(
            ["join_requested", "joined_meeting"],
            receiver
                .Received.Where(received => received.Path == "/project")
                .Select(received => received.Json.GetProperty("data").GetProperty("event_type").GetString())
        );
        Assert.All(
            receiver.Received.Where(received => received.Path == "/project"),
            received => Assert.False(received.Headers.ContainsKey("X-MeetStream-Signature"))
        );
        Assert.Equal(3, receiver.Received.Count(received => received.Path == "/callback"));
    }

    [Fact]
    public void Every_body_matches_its_description_and_is_emptied_when_the_data_is_deleted()
    {
        var check = new JsonSchemaCheck(Described.Document);
        var schema = Described.Document["components"]!["schemas"]!["MeetStreamCallback"]!;
        var bodies = Histories().Select(history => Body([.. history])).OfType<string>().ToList();

        Assert.NotEmpty(bodies);
        Assert.All(bodies, body => Assert.Empty(check.Find(schema, JsonNode.Parse(body))));
        Assert.All(bodies.Select(ErasedWebhookBody.Of), body => Assert.Empty(check.Find(schema, JsonNode.Parse(body))));
        Assert.DoesNotContain("secret", ErasedWebhookBody.Of(Body([.. Given.AJoiningBot(WithMetadata())])!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deletion_of_the_data_is_reported_without_the_data()
    {
        var bot = await CreateAsync();
        await app.ReportAsync(bot, "fatal_error", "process_terminated");
        Assert.Equal(200, (await app.CallAsync("python", "DELETE", $"/api/v1/bots/{bot}/delete")).Status);

        var deletion = (await TellAsync(bot))[^1];

        Assert.Equal(
            ("data_deletion", "MediaExpired", "{}"),
            (
                deletion.GetProperty("event").GetString(),
                deletion.GetProperty("bot_status").GetString(),
                deletion.GetProperty("custom_attributes").GetRawText()
            )
        );
    }

    private static BotDetails WithMetadata() => Given.Details() with { Metadata = new JsonText("""{"a":"secret"}""") };

    /// <summary>One history for every kind of event.</summary>
    private static IEnumerable<IEnumerable<BotEvent>> Histories() =>
        Enum.GetValues<BotState>().Select(Given.ABotIn).OfType<IEnumerable<BotEvent>>();

    private static string? Body(List<BotEvent> events)
    {
        var before = events.Count == 1 ? BotState.Ready : Bot.Fold(Spec.Id, events[..^1]).State;
        var after = Bot.Fold(Spec.Id, events);
        return WebhookBody.MeetStream(after, new StoredEvent(after.Version, events[^1], before, after.State, "commit", null), Guid.Empty);
    }

    private async Task<string> CreateAsync()
    {
        var url = new Uri(receiver.Url, "/callback");
        return await app.CreateMeetStreamBotAsync(more: $$""", "callback_url": "{{url}}", "custom_attributes": {"tag": "a"} """);
    }

    /// <returns>What the callback received, in order.</returns>
    private async Task<List<JsonElement>> TellAsync(string bot)
    {
        foreach (var delivery in (await app.DispatchAsync(bot)).OrderBy(delivery => delivery.Sequence))
        {
            await app.AttemptAsync(delivery);
        }

        return [.. receiver.Received.Where(received => received.Path == "/callback").Select(received => received.Json)];
    }
}
