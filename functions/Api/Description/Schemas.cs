using System.Text.Json.Nodes;
using Usher.Api.Attendee;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Webhooks;

namespace Usher.Api.Description;

/// <summary>The component schemas: those of the documents, and those that the domain's tables and the settings' own schemas are.</summary>
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
        schemas["BotState"] = Names("Where a bot is in its life.", States.Select(state => state.Name));
        schemas["ListedState"] = Names(
            "A state to look for. No bot is ever ready, connecting, connected or disconnecting.",
            BotListFilter.States.Select(state => state.Name)
        );
        schemas["RecordingState"] = Names("How far the recording is.", Enum.GetValues<RecordingState>().Select(WireName.Of));
        schemas["TranscriptionState"] = Names("How far the transcription is.", Enum.GetValues<TranscriptionState>().Select(WireName.Of));
        schemas["BotEventType"] = Events("What has happened.", types.Where(type => type is not BotEventType.Deleted && type.IsLifecycle));
        schemas["FeedEventType"] = Names(
            "What has happened: events of the bot's life, facts that a runner tells, and changes of what the bot is to do.",
            types.Select(type => type.Name)
        );
        schemas["MeetingCommand"] = Names(
            "What a runner can be told to do in the meeting.",
            Enum.GetValues<MeetingCommandType>().Select(type => type.Name)
        );
        schemas["FeedState"] = Names(
            "A state of a bot: ready is the one before the first event, deleted the one that is seen nowhere else.",
            States.Select(state => state.Name).Prepend(BotState.Ready.Name).Append(BotState.Deleted.Name)
        );
        schemas["MeetStreamStatus"] = Names("Where a bot is, in MeetStream's words.", MeetStreamStatus.All);
        schemas["WebhookTrigger"] = Names("What a webhook can be told of.", WebhookSubscription.KnownTriggers);
        schemas["DeliveryStatus"] = Names("How far a delivery has come.", Enum.GetValues<DeliveryStatus>().Select(WireName.Of));
        schemas["WebhookStatus"] = Names(
            "Whether a webhook is told: paused, it is told when it is resumed; ended, its receiver has answered 410.",
            Enum.GetValues<WebhookStatus>().Select(WireName.Of)
        );
        schemas["ReportableEventType"] = Events("What a runner can see happen.", types.Where(type => type.IsReportable));
        schemas["BotEventSubType"] = SubTypes();
        schemas["BotEventReason"] = Reason();
        return schemas;
    }

    /// <summary>recording_settings is RecordingSettings.</summary>
    private static string NameOf(SettingsGroup group) =>
        string.Concat(group.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Those that a bot can be seen in: some event leads there, and a deleted bot is not found.</summary>
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
        return from.Count == 0 ? $"First of all; leads to {to}." : $"In {string.Join(", ", from)}; leads to {to}.";
    }

    private static JsonObject Reason() =>
        new()
        {
            ["description"] =
                "Why it has happened: a known sub type or, of could_not_join_meeting and fatal_error, whatever the runner gave as reason.",
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
            .ToList();
        var schema = Names("Why it has happened.", subTypes.Select(subType => subType.name));
        schema["x-enumDescriptions"] = new JsonObject(
            subTypes.Select(subType => KeyValuePair.Create(subType.name, (JsonNode?)$"Of {subType.Of}."))
        );
        return schema;
    }
}
