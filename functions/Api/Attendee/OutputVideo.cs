using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/output_video</c>: the bot plays the video at a URL.</summary>
internal sealed class OutputVideo(BotStreams streams, RunnerFeatures features)
{
    private static readonly string[] Fields = ["url", "loop", "mute_video"];

    [Function(nameof(OutputVideo))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/output_video")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken);
        if ((answer ?? call!.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        var (video, errors) = Read(call!.Root);
        return video is null ? AttendeeAnswer.Invalid(errors)
            : call.Bot.MeetingType == MeetingType.Zoom && !features.HasZoomVideoOutput
                ? AttendeeAnswer.From(new BotRefusal.MeetingCommandNotSupported(MeetingCommandType.OutputVideo))
            : call.Refusal(MeetingCommandType.OutputVideo)
                ?? await call.SendAsync(new MeetingCommand(MeetingCommandType.OutputVideo, JsonText.Of(video)), Fields, cancellationToken);
    }

    /// <returns>The video to play; null if <c>Errors</c> has the reason.</returns>
    public static (JsonObject? Video, FieldErrors Errors) Read(JsonElement root)
    {
        var fields = new BodyFields(root);
        var url = fields.Read("url", VideoUrlField.Check, required: true);
        var loop = fields.Read("loop", BooleanField.Check);
        var isMuted = fields.Read("mute_video", BooleanField.Check);
        return (
            fields.Errors.IsEmpty
                ? new JsonObject
                {
                    ["url"] = url,
                    ["loop"] = loop,
                    ["mute_video"] = isMuted,
                }
                : null,
            fields.Errors
        );
    }
}
