using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Api.Service;

/// <summary><c>GET /live</c>: 200 as long as the app runs. Nothing else is checked.</summary>
internal static class Live
{
    [Function(nameof(Live))]
    public static HttpResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "live")] HttpRequest request) =>
        HttpResult.Json(200, new LiveBody("ok"), AttendeeJson.Wire.LiveBody);
}
