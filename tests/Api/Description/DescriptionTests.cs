using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Usher.Api.Attendee;
using Usher.Api.Description;
using Usher.Api.Routing;
using Usher.Bots;
using Usher.Meetings;
using Usher.Storage;
using Usher.Tests.Support;
using Usher.Webhooks;

namespace Usher.Tests.Api.Description;

/// <summary>The description matches the app: its routes, its fields, its limits.</summary>
public sealed class DescriptionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite.ConnectionString);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Every_route_is_described_and_everything_described_has_a_route()
    {
        var inCode = (await app.Services.GetRequiredService<FunctionRoutes>().AllAsync())
            .SelectMany(route => route.Methods, (route, method) => (method, path: $"/{route.Template}"))
            .Where(route => route.method != "HEAD")
            .Select(route => $"{route.method} {route.path}");
        var described = Described.Document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, method) => $"{method.Key.ToUpperInvariant()} {path.Key}");

        Assert.Equal(inCode.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_fields_of_create_are_described() =>
        Assert.Equal(BotFields.All, Properties("CreateBot").Select(property => property.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void The_states_and_events_are_those_of_the_lifecycle()
    {
        Assert.Equal(
            Enum.GetValues<BotState>()
                .Where(state => state != BotState.Deleted && Given.ABotIn(state) is not null)
                .Select(state => state.Name),
            Values("BotState")
        );
        Assert.Equal(
            Enum.GetValues<BotEventType>().Where(type => type.IsLifecycle && type != BotEventType.Deleted).Select(type => type.Name),
            Values("BotEventType")
        );
        Assert.Equal(BotSubTypes.All.Values.SelectMany(names => names).Distinct().Order(), Values("BotEventSubType").Order());
        Assert.Equal(
            "In joining; leads to waiting_room.",
            Schema("BotEventType")["x-enumDescriptions"]!["put_in_waiting_room"]!.GetValue<string>()
        );
    }

    [Fact]
    public void Rules_with_their_own_messages_are_published_as_schema_keywords()
    {
        Assert.Equal("""["mp4","mp3","none"]""", Properties("RecordingSettings")["format"]!["enum"]!.ToJsonString());
        Assert.Equal("^[Rr][Tt][Mm][Pp][Ss]?://", Properties("RtmpSettings")["destination_url"]!["pattern"]!.GetValue<string>());
        Assert.DoesNotContain("x-message", Described.Document.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("x-enum\"", Described.Document.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bot_name", "CreateBot", "bot_name", """{"meeting_url": "https://zoom.us/j/123", "bot_name": "{}"}""")]
    [InlineData(
        "deduplication_key",
        "CreateBot",
        "deduplication_key",
        """{"meeting_url": "https://zoom.us/j/123", "bot_name": "Usher", "deduplication_key": "{}"}"""
    )]
    [InlineData(
        "bot_chat_message",
        "ChatMessage",
        "message",
        """{"meeting_url": "https://zoom.us/j/123", "bot_name": "Usher", "bot_chat_message": {"message": "{}"}}"""
    )]
    public async Task Text_lengths_are_enforced_as_described(string field, string schema, string property, string body)
    {
        var limit = Properties(schema)[property]!["maxLength"]!.GetValue<int>();

        var (accepted, _) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            body.Replace("{}", new string('x', limit), StringComparison.Ordinal)
        );
        var (refused, errors) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            body.Replace("{}", new string('x', limit + 1), StringComparison.Ordinal)
        );

        Assert.Equal((201, 400, field), (accepted, refused, errors.EnumerateObject().Single().Name));
    }

    [Fact]
    public void Examples_match_their_schemas()
    {
        var check = new JsonSchemaCheck(Described.Document);
        var contents = Everything(Described.Document)
            .OfType<JsonObject>()
            .Where(node => node["schema"] is not null && node["examples"] is JsonObject)
            .ToList();

        Assert.NotEmpty(contents);
        Assert.All(
            contents,
            content =>
                Assert.All(
                    content["examples"]!.AsObject(),
                    example => Assert.Empty(check.Find(content["schema"]!, example.Value!["value"]))
                )
        );
    }

    [Fact]
    public void Examples_of_lists_have_an_entry_unless_the_answer_is_always_empty()
    {
        var examples = DescriptionData.Load("examples");
        var names = ApiDescription
            .Operations.SelectMany(operation => operation.Successes)
            .Where(success => success is { Status: 200, Example: not null, Description: not "An empty page." })
            .Select(success => success.Example!)
            .ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.DoesNotMatch("""^\[\]$|"(results|bots)":\[\]""", examples[name]!.ToJsonString()));
    }

    [Fact]
    public void Webhook_bodies_match_their_description()
    {
        var stored = Given.ABotInTheWaitingRoom();
        var next = new BotEvent.Transitioned(new JsonText("""{"participants": 2}"""))
        {
            Type = BotEventType.JoinedMeeting,
            At = Spec.Now,
            Actor = Actor.Runner,
        };
        var after = Bot.Fold(Spec.Id, stored.Append(next));
        var change = WebhookBody.StateChange(
            after,
            new StoredEvent(4, next, BotState.WaitingRoom, after.State, "commit", null),
            Guid.Empty
        );

        Assert.Empty(FindInWebhook("bot.state_change", change));
        Assert.NotEmpty(FindInWebhook("bot.state_change", change.Replace("sequence_number", "number", StringComparison.Ordinal)));
        Assert.Empty(FindInWebhook("webhook.test", WebhookBody.Test(Guid.Empty, Spec.Now)));
        var ann = new Participant("u1", null, "Ann", IsHost: true, IsBot: false);
        foreach (
            var (trigger, told) in ((string, MeetingEvent)[])
                [
                    ("transcript.update", new MeetingEvent.Utterance(ann, 1, 2, new JsonText("""{"transcript": "Hello.", "words": []}"""))),
                    (
                        "chat_messages.update",
                        new MeetingEvent.ChatMessage(ann, 1999, "Hello.", ChatRecipient.OnlyBot, JsonText.EmptyObject)
                    ),
                    ("participant_events.join_leave", new MeetingEvent.Presence(ann, 1, ParticipantEventType.Leave, JsonText.EmptyObject)),
                    (
                        "participant_events.speech_start_stop",
                        new MeetingEvent.Presence(ann, 1, ParticipantEventType.SpeechStop, JsonText.EmptyObject)
                    ),
                ]
        )
        {
            Assert.Empty(
                FindInWebhook(
                    trigger,
                    WebhookBody.OfMeeting(
                        after,
                        trigger,
                        Guid.Empty,
                        new PublishedMeetingEvent(new StoredMeetingEvent(1, Spec.Now, "commit", told), 1, ann)
                    )
                )
            );
        }

        Assert.Equal(
            WebhookSignature.Headers([new byte[32]], "id", Spec.Now, change).Select(header => header.Name),
            Webhook("bot.state_change")["parameters"]!.AsArray().Select(parameter => parameter!["$ref"]!.GetValue<string>().Split('/')[^1])
        );
    }

    [Theory]
    [InlineData(200, """{"id":"bot_3pVj4QcEyhV3mfHc"}""")]
    [InlineData(200, """{"detail":"Missing Authorization header"}""")]
    [InlineData(404, """{"error":7}""")]
    [InlineData(404, """{"error":"Bot not found","more":1}""")]
    [InlineData(418, """{"error":"Bot not found"}""")]
    public void A_response_that_deviates_from_the_description_is_detected(int status, string body) =>
        Assert.NotNull(Described.FindInAnswer("GET", "/api/v1/bots/x", status, body));

    [Theory]
    [InlineData("""{"meeting_url":"https://zoom.us/j/123"}""")]
    [InlineData("""{"meeting_url":"https://zoom.us/j/123","bot_name":true}""")]
    [InlineData("""{"meeting_url":"https://zoom.us/j/123","bot_name":"x","more":1}""")]
    [InlineData("""{"meeting_url":"https://zoom.us/j/123","bot_name":"x","metadata":{"a":null}}""")]
    [InlineData("""{"meeting_url":"https://zoom.us/j/123","bot_name":"x","recording_settings":{"format":"mp5"}}""")]
    public void A_body_that_deviates_from_the_description_is_detected(string body) =>
        Assert.NotNull(Described.FindInRequest("POST", "/api/v1/bots", body));

    private static IEnumerable<JsonNode> Everything(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Everything(member.Value)).Prepend(members),
            JsonArray items => items.SelectMany(Everything).Prepend(items),
            _ => [],
        };

    private static IReadOnlyList<string> FindInWebhook(string name, string body) =>
        new JsonSchemaCheck(Described.Document).Find(
            Webhook(name)["requestBody"]!["content"]!["application/json"]!["schema"]!,
            JsonNode.Parse(body)
        );

    private static JsonNode Webhook(string name) => Described.Document["webhooks"]![name]!["post"]!;

    private static JsonNode Schema(string name) => Described.Document["components"]!["schemas"]![name]!;

    private static JsonObject Properties(string name) => Schema(name)["properties"]!.AsObject();

    private static IEnumerable<string> Values(string name) => Schema(name)["enum"]!.AsArray().Select(value => value!.GetValue<string>());
}
