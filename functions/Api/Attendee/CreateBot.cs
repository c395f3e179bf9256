using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Storage;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots</c>: a bot that joins at <c>join_at</c>, or at once.</summary>
internal sealed class CreateBot(BotStreams streams, TimeProvider clock)
{
    public async Task<HttpAnswer> HandleAsync(HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(context.Request, out var key))
        {
            return AttendeeAnswer.MalformedKey();
        }

        var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        if (body is not JsonBody.Parsed parsed)
        {
            return AttendeeAnswer.Body(body);
        }

        // Before it is checked: what was valid when it came first may be too late by now.
        var keyed = key?.Of(context.Request, parsed.Bytes, outcome => AttendeeAnswer.From(outcome, success: 201));
        if (keyed is not null && await streams.RecallCreationAsync(caller.Project, keyed, cancellationToken) is { } first)
        {
            return AttendeeAnswer.From(first);
        }

        var fields = new BodyFields(parsed.Root);
        var details = Read(fields, caller.Project, clock.GetUtcNow());
        return details is null
            ? AttendeeAnswer.Invalid(fields.Errors)
            : AttendeeAnswer.From(await streams.CreateAsync(new BotCommand.Create(details) { Actor = caller.Actor }, keyed, cancellationToken), success: 201);
    }

    /// <returns>Null where <see cref="BodyFields.Errors"/> says why not.</returns>
    private static BotDetails? Read(BodyFields fields, string project, DateTimeOffset now)
    {
        var meetingUrl = fields.Read("meeting_url", BotFields.MeetingUrl, required: true);
        var botName = fields.Read("bot_name", BotFields.BotName, required: true);
        var metadata = fields.Read("metadata", MetadataField.Check);
        var joinAt = fields.Read("join_at", value => BotFields.JoinAt(value, now));
        var deduplicationKey = fields.Read("deduplication_key", BotFields.DeduplicationKey);
        var settings = BotFields.ReadSettings(fields, BotFields.Settings);
        if (fields.Errors.IsEmpty && fields.Names.Except(BotFields.All).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
        {
            var message = $"Unexpected field(s): {string.Join(", ", unknown)}. Allowed fields are: {string.Join(", ", BotFields.All)}";
            fields.Errors.Add("non_field_errors", new JsonArray(message));
        }

        return !fields.Errors.IsEmpty ? null : new BotDetails
        {
            Project = project,
            MeetingUrl = meetingUrl!,
            BotName = botName!,
            JoinAt = joinAt,
            Metadata = metadata,
            DeduplicationKey = deduplicationKey,
            Settings = settings,
        };
    }
}
