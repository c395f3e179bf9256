using System.Text.Json;
using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/change_gallery_view_page</c>: changes the page of a bot that records a Zoom meeting in gallery view.
/// <c>direction</c> defaults to <c>next</c>; as in Attendee, any other value means <c>previous</c>.
/// </summary>
internal sealed class ChangeGalleryViewPage(BotStreams streams)
{
    private const string Direction = "direction";
    private const string Next = "next";

    [Function(nameof(ChangeGalleryViewPage))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/change_gallery_view_page")] HttpRequest request,
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

        if ((SettingsRefusal(call.Bot) ?? call.Refusal(MeetingCommandType.ChangeGalleryViewPage) ?? call.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        var isNext =
            call.Root.ValueKind != JsonValueKind.Object
            || !SafeText.TryGet(call.Root, Direction, out var direction)
            || (direction.ValueKind == JsonValueKind.String && SafeText.Of(direction) == Next);
        var payload = new JsonText($$"""{"{{Direction}}":"{{(isNext ? Next : "previous")}}"}""");
        return await call.SendAsync(new MeetingCommand(MeetingCommandType.ChangeGalleryViewPage, payload), [Direction], cancellationToken);
    }

    /// <summary>Why this bot cannot change pages regardless of its state; null if it can.</summary>
    public static HttpResult? SettingsRefusal(Bot bot) =>
        bot.MeetingType != MeetingType.Zoom
            ? AttendeeAnswer.From(new BotRefusal.MeetingCommandNotSupported(MeetingCommandType.ChangeGalleryViewPage))
        : !bot.Settings.IsZoomWeb ? AttendeeAnswer.Error(400, "Changing gallery view page is only supported for Zoom Web SDK")
        : !bot.Settings.RecordsGallery
            ? AttendeeAnswer.Error(400, "Changing gallery view page is only supported for when recording in gallery view")
        : null;
}
