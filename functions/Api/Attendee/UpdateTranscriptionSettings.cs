using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>PATCH /api/v1/bots/{id}/transcription_settings</c>: changes the language of the captions that transcribe the meeting.
/// </summary>
internal sealed class UpdateTranscriptionSettings(BotStreams streams)
{
    [Function(nameof(UpdateTranscriptionSettings))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/bots/{id}/transcription_settings")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken);
        if (call is null)
        {
            return answer!;
        }

        if ((call.Refusal(MeetingCommandType.UpdateTranscriptionSettings) ?? SettingsRefusal(call.Bot) ?? call.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        var fields = new BodyFields(call.Root);
        var settings = fields.Read(CaptionLanguageField.Name, CaptionLanguageField.Check, required: true);
        if (!fields.Errors.IsEmpty)
        {
            return AttendeeAnswer.Invalid(fields.Errors);
        }

        var payload = new JsonText($$"""{"{{CaptionLanguageField.Name}}":{{settings!.Value.Text}}}""");
        return await call.SendAsync(
            new MeetingCommand(MeetingCommandType.UpdateTranscriptionSettings, payload),
            [CaptionLanguageField.Name],
            cancellationToken
        );
    }

    /// <summary>Why the caption language cannot change; null if it can.</summary>
    public static HttpResult? SettingsRefusal(Bot bot) =>
        bot.IsTranscribedByCaptions ? null : AttendeeAnswer.Error(400, "Bot is not transcribing with meeting closed captions");
}
