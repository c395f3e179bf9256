using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>A validated update request.</summary>
internal sealed record UpdateRequest(BotChanges Changes, BotFile? Image)
{
    public static readonly IReadOnlyList<string> Fields =
    [
        "join_at",
        "meeting_url",
        "metadata",
        "bot_name",
        "bot_image",
        SettingsGroups.Recording.Name,
    ];

    /// <summary>All field names in the body.</summary>
    public static IReadOnlyCollection<string> Names(JsonElement root) => new BodyFields(root).Names;

    public static (UpdateRequest? Request, HttpResult? Refusal) Read(JsonElement root, DateTimeOffset now, RunnerFeatures features)
    {
        var fields = new BodyFields(root);
        var changes = new BotChanges
        {
            JoinAt = fields.Read("join_at", value => BotFields.JoinAt(value, now)),
            MeetingUrl = fields.Read("meeting_url", BotFields.MeetingUrl)?.Text,
            Metadata = fields.Read("metadata", MetadataField.Check),
            BotName = fields.Read("bot_name", BotFields.BotName),
        };
        var image = fields.Read("bot_image", BotImageField.Check);
        var settings = new SettingsBuilder();
        settings.Add("bot_image", image?.Reference);
        if (
            fields.Read(
                SettingsGroups.Recording.Name,
                value => SettingsGroups.Recording.Read(value, new SettingsContext(null, IsZoomWeb: false, features))
            )
                is { } recording
            && recording != JsonText.EmptyObject
        )
        {
            settings.Add(SettingsGroups.Recording.Name, recording);
        }

        var changed = settings.Build();
        return fields.Errors.IsEmpty
            ? (new UpdateRequest(changed == BotSettings.None ? changes : changes with { Settings = changed }, image), null)
            : (null, AttendeeAnswer.Invalid(fields.Errors));
    }
}
