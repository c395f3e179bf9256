using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>PATCH /api/v1/bots/{id}/voice_agent_settings</c>: loads, replaces or removes the page that speaks for the bot.</summary>
internal sealed class UpdateVoiceAgentSettings(BotStreams streams, RunnerFeatures features)
{
    [Function(nameof(UpdateVoiceAgentSettings))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/bots/{id}/voice_agent_settings")] HttpRequest request,
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

        if ((call.Refusal(MeetingCommandType.UpdateVoiceAgentSettings) ?? SettingsRefusal(call.Bot) ?? call.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        var (page, errors) = VoiceAgentPage.Read(call.Root, features);
        return page is null
            ? AttendeeAnswer.Invalid(errors)
            : await call.SendAsync(
                new MeetingCommand(MeetingCommandType.UpdateVoiceAgentSettings, JsonText.Of(page)),
                VoiceAgentPage.Fields,
                cancellationToken
            );
    }

    /// <summary>Why no page can be loaded; null if one can.</summary>
    public static HttpResult? SettingsRefusal(Bot bot) =>
        bot.Settings.ReservesVoiceAgent
            ? null
            : AttendeeAnswer.Error(
                400,
                "Voice agent resources were not reserved. You must create the bot with voice_agent_settings.reserve_resources set to true."
            );
}
