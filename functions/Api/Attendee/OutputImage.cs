using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/output_image</c>: the bot shows an image as its camera.</summary>
internal sealed class OutputImage(BotStreams streams)
{
    [Function(nameof(OutputImage))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/output_image")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken);
        if ((answer ?? call!.Refusal(MeetingCommandType.OutputImage) ?? call.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        // No limit of its own: the limit on request bodies suffices.
        var image = BotImageField.Check(call!.Root, int.MaxValue);
        return image.Messages is JsonObject wrong
            ? AttendeeAnswer.Invalid(wrong)
            : await call.SendAsync(
                new MeetingCommand(MeetingCommandType.OutputImage, image.Value!.Reference),
                BotImageField.Fields,
                cancellationToken,
                image.Value
            );
    }
}
