using System.Text.Json.Nodes;
using Usher.Api.Attendee;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Webhooks;

namespace Usher.Api.Description;

/// <summary>The component schemas: those of the documents, and those derived from the domain's tables and the settings schemas.</summary>
internal static class Schemas
{
    private static readonly string[] Documents =
    [
        "schemas-attendee",
        "schemas-meetstream",
        "schemas-runner",
        "schemas-webhooks",
        "schemas-management",
    ];

    public static JsonObject All()
    {
        var schemas = new JsonObject();
        foreach (var (name, schema) in Documents.SelectMany(document => DescriptionData.Load(document).AsObject()))
        {
            schemas[name] = schema?.DeepClone();
        }

        var createFields = schemas["CreateBot"]!["properties"]!.AsObject();
        foreach (var group in SettingsGroups.All)
        {
            schemas[NameOf(group)] = PublishedSchema.Of(SettingsGroups.Document(group.Name));
            createFields[group.Name] = Reference(NameOf(group));
        }

        schemas["TextToSpeechSettings"] = PublishedSchema.Of(SettingsGroups.Document("text_to_speech_settings"));
        schemas["CaptionLanguage"]!["properties"]![CaptionLanguageField.Name] = CaptionLanguageField.Document();

        var types = Enum.GetValues<BotEventType>();
        schemas["BotState"] = Names("The state of a bot.", States.Select(state => state.Name));
        schemas["ListedState"] = Names(
            "A state to filter by. No bot is ever ready, connecting, connected or disconnecting.",
            BotListFilter.States.Select(state => state.Name)
        );
        schemas["RecordingState"] = Names("The state of the recording.", Enum.GetValues<RecordingState>().Select(WireName.Of));
        schemas["TranscriptionState"] = Names("The state of the transcription.", Enum.GetValues<TranscriptionState>().Select(WireName.Of));
        schemas["BotEventType"] = Events("Type of the event.", types.Where(type => type is not BotEventType.Deleted && type.IsLifecycle));
        schemas["FeedEventType"] = Names(
            "Type of the event: a change in the bot's life, a fact reported by the runner, or a change to what the bot will do.",
            types.Select(type => type.Name)
        );
        schemas["MeetingCommand"] = Names(
            "A command that a runner can carry out in the meeting.",
            Enum.GetValues<MeetingCommandType>().Select(type => type.Name)
        );
        schemas["FeedState"] = Names(
            "A state of a bot. `ready` is the state before the first event; `deleted` appears only here.",
            States.Select(state => state.Name).Prepend(BotState.Ready.Name).Append(BotState.Deleted.Name)
        );
        schemas["MeetStreamStatus"] = Names("The status of a bot, in MeetStream's terms.", MeetStreamStatus.All);
        schemas["WebhookTrigger"] = Names("A trigger that webhooks can subscribe to.", WebhookSubscription.KnownTriggers);
        schemas["DeliveryStatus"] = Names("The status of a delivery.", Enum.GetValues<DeliveryStatus>().Select(WireName.Of));
        schemas["WebhookStatus"] = Names(
            "The status of a webhook. A `paused` webhook holds its deliveries until it is resumed; an `ended` one answered 410.",
            Enum.GetValues<WebhookStatus>().Select(WireName.Of)
        );
        schemas["ReportableEventType"] = Events("An event that a runner can report.", types.Where(type => type.IsReportable));
        schemas["BotEventSubType"] = SubTypes();
        schemas["BotEventReason"] = Reason();
        return schemas;
    }

    /// <summary>For example, recording_settings becomes RecordingSettings.</summary>
    private static string NameOf(SettingsGroup group) =>
        string.Concat(group.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>States in which a bot is visible: some event leads to them, and deleted bots are not found.</summary>
    private static IEnumerable<BotState> States =>
        BotTransitions
            .All.Select(transition => transition.To)
            .OfType<BotState>()
            .Distinct()
            .Where(state => state != BotState.Deleted)
            .Order();

    public static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    private static JsonObject Names(string description, IEnumerable<string> names) =>
        new()
        {
            ["description"] = description,
            ["type"] = "string",
            ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
        };

    /// <summary>Each with the states it is possible in and the state it leads to.</summary>
    private static JsonObject Events(string description, IEnumerable<BotEventType> types)
    {
        var rows = types.Select(BotTransitions.Of).ToList();
        var schema = Names(description, rows.Select(row => row.Type.Name));
        schema["x-enumDescriptions"] = new JsonObject(rows.Select(row => KeyValuePair.Create(row.Type.Name, (JsonNode?)Sentence(row))));
        return schema;
    }

    private static string Sentence(Transition row)
    {
        var from = row.From.Concat(row.Unlisted).Where(States.Contains).Select(state => state.Name).ToList();
        var to = row.To?.Name ?? (row.Type.IsLifecycle ? "the state before the move" : "no other state");
        return from.Count == 0 ? $"The first event; leads to {to}." : $"In {string.Join(", ", from)}; leads to {to}.";
    }

    private static JsonObject Reason() =>
        new()
        {
            ["description"] =
                "The reason: a known sub type or, for could_not_join_meeting and fatal_error, any reason given by the runner.",
            ["anyOf"] = new JsonArray(
                Reference("BotEventSubType"),
                new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9_]{1,64}$" }
            ),
        };

    private static JsonObject SubTypes()
    {
        var subTypes = BotSubTypes
            .All.OrderBy(pair => pair.Key)
            .SelectMany(pair => pair.Value.Order(StringComparer.Ordinal), (pair, name) => (name, Of: pair.Key.Name))
            .GroupBy(subType => subType.name, subType => subType.Of)
            .ToList();
        var schema = Names("The reason, or what the bot plays.", subTypes.Select(subType => subType.Key));
        schema["x-enumDescriptions"] = new JsonObject(
            subTypes.Select(subType => KeyValuePair.Create(subType.Key, (JsonNode?)$"For {string.Join(", ", subType)}."))
        );
        return schema;
    }
}
