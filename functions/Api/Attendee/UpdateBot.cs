using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>PATCH /api/v1/bots/{id}</c>: metadata at any time; time, meeting, name, image and recording while the bot is scheduled. Unknown fields are ignored.</summary>
internal sealed class UpdateBot(BotStreams streams, BotImages images, RunnerFeatures features, TimeProvider clock)
{
    public async Task<HttpAnswer> HandleAsync(HttpContext context, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!BotId.TryParse(id, out var bot))
        {
            return AttendeeAnswer.BotNotFound();
        }

        var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        if (body is not JsonBody.Parsed parsed)
        {
            return AttendeeAnswer.Body(body);
        }

        var fields = new BodyFields(parsed.Root);
        var (changes, image) = Read(fields);
        if (!fields.Errors.IsEmpty)
        {
            return AttendeeAnswer.Invalid(fields.Errors);
        }

        if (image is not null)
        {
            await images.StoreAsync(caller.Project, image, cancellationToken);
        }

        return AttendeeAnswer.From(await streams.TransactAsync(caller.Project, bot, new BotCommand.Update(changes) { Actor = caller.Actor }, cancellationToken));
    }

    private (BotChanges Changes, BotImage? Image) Read(BodyFields fields)
    {
        var changes = new BotChanges
        {
            JoinAt = fields.Read("join_at", value => BotFields.JoinAt(value, clock.GetUtcNow())),
            MeetingUrl = fields.Read("meeting_url", BotFields.MeetingUrl),
            Metadata = fields.Read("metadata", MetadataField.Check),
            BotName = fields.Read("bot_name", BotFields.BotName),
        };
        var image = fields.Read("bot_image", BotImageField.Check);
        var settings = new SettingsBuilder();
        settings.Add("bot_image", image?.Reference);
        if (fields.Read(SettingsGroups.Recording.Name, value => SettingsGroups.Recording.Read(value, new SettingsContext(null, IsZoomWeb: false, features))) is { } recording
            && recording != JsonText.EmptyObject)
        {
            settings.Add(SettingsGroups.Recording.Name, recording);
        }

        var changed = settings.Build();
        return (changed == BotSettings.None ? changes : changes with { Settings = changed }, image);
    }
}
