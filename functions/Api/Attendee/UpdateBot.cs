using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>PATCH /api/v1/bots/{id}</c>: metadata at any time; time, meeting, name, image and recording while the bot is scheduled. Unknown fields are ignored.</summary>
internal sealed class UpdateBot(BotStreams streams, TimeProvider clock)
{
    private static readonly string[] PatchableSettings = ["bot_image", "recording_settings"];

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
        var changes = Read(fields, clock.GetUtcNow());
        return !fields.Errors.IsEmpty
            ? AttendeeAnswer.Invalid(fields.Errors)
            : AttendeeAnswer.From(await streams.TransactAsync(caller.Project, bot, new BotCommand.Update(changes) { Actor = caller.Actor }, cancellationToken));
    }

    private static BotChanges Read(BodyFields fields, DateTimeOffset now)
    {
        var changes = new BotChanges
        {
            MeetingUrl = fields.Read("meeting_url", BotFields.MeetingUrl),
            BotName = fields.Read("bot_name", BotFields.BotName),
            Metadata = fields.Read("metadata", MetadataField.Check),
            JoinAt = fields.Read("join_at", value => BotFields.JoinAt(value, now)),
        };
        var settings = BotFields.ReadSettings(fields, PatchableSettings);
        return settings == BotSettings.None ? changes : changes with { Settings = settings };
    }
}
