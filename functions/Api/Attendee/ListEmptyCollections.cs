using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>Attendee's collections that are not supported here. They are always empty, so that Attendee's clients keep working.</summary>
internal static class ListEmptyCollections
{
    private static readonly string[] Filters =
    [
        "cursor",
        "deduplication_key",
        "calendar_id",
        "calendar_deduplication_key",
        "event_id",
        "updated_at_gte",
        "updated_after",
        "start_time_gte",
        "end_time_lte",
        "ordering",
    ];

    [Function("ListCalendars")]
    public static HttpResult Calendars(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendars")] HttpRequest request
    ) => Empty(request);

    [Function("ListCalendarEvents")]
    public static HttpResult CalendarEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendar_events")] HttpRequest request
    ) => Empty(request);

    [Function("ListZoomOAuthConnections")]
    public static HttpResult ZoomOAuthConnections(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/zoom_oauth_connections")] HttpRequest request
    ) => Empty(request);

    /// <summary>Attendee's filters are accepted, not reported as ignored.</summary>
    private static HttpResult Empty(HttpRequest request) => IgnoredFields.Tell(AttendeeAnswer.EmptyPage(), request, Filters);
}
