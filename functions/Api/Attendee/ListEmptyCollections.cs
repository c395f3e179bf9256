namespace Usher.Api.Attendee;

/// <summary>Collections that the peer has beside bots: here they exist and are always empty, so that its clients go on.</summary>
internal static class ListEmptyCollections
{
    [Function("ListCalendars")]
    public static HttpAnswer Calendars(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendars")] HttpRequest request) => AttendeeAnswer.EmptyPage();

    [Function("ListCalendarEvents")]
    public static HttpAnswer CalendarEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendar_events")] HttpRequest request) => AttendeeAnswer.EmptyPage();

    [Function("ListZoomOAuthConnections")]
    public static HttpAnswer ZoomOAuthConnections(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/zoom_oauth_connections")] HttpRequest request) => AttendeeAnswer.EmptyPage();
}
