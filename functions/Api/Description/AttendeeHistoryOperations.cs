using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>Operations on events, deadlines and webhook deliveries: Usher's own additions to Attendee's API.</summary>
internal static class AttendeeHistoryOperations
{
    private const string Bot = "/api/v1/bots/{id}";
    private const string Tag = "History";

    private static readonly Refusal InvalidLimit = new("invalid_limit", AttendeeAnswer.InvalidLimit(EventPaging.MaxLimit));
    private static readonly Refusal InvalidCursor = new("invalid_cursor", AttendeeAnswer.InvalidCursor());

    /// <param name="notFound">Refusal of every operation on one bot.</param>
    /// <param name="always">Refusals of every Attendee operation.</param>
    public static IEnumerable<Operation> All(Refusal notFound, IReadOnlyList<Refusal> always) =>
        [
            new("GET", Bot + "/events", "listBotEvents", Tag, "List a bot's events")
            {
                Description =
                    "Returns events in order, starting after `after`. `next` is always present: clients that page with it, now or "
                    + "later, receive each event exactly once. The event `join_requested` reports how punctual the bot was.",
                Security = "ApiKey",
                Parameters = ["id", "after_sequence_number", "limit"],
                Successes =
                [
                    new Success(200, "A page of events, and where to continue.", "EventPage", "bot_events")
                    {
                        Headers = [IgnoredFields.Header],
                    },
                ],
                Refusals = [InvalidLimit, new("invalid_after", AttendeeAnswer.InvalidAfter()), notFound, .. always],
            },
            new("GET", "/api/v1/events", "listEvents", Tag, "List the events of all bots and their meetings")
            {
                Description =
                    "Returns each event of the project exactly once: a bot's events in order, including those of deleted bots, and "
                    + "its meeting's events in order, except the bot's own joining and leaving. Store `next` and pass it as `after` "
                    + "to continue. If `next` equals `after`, there is nothing new yet. Events deleted from meetings are skipped; as "
                    + "a request skips only a limited number, a page may be short or empty although more follow.",
                Security = "ApiKey",
                Parameters = ["after_place", "limit"],
                Successes =
                [
                    new Success(200, "A page of events, and where to continue.", "ProjectEventPage", "project_events")
                    {
                        Headers = [IgnoredFields.Header],
                    },
                ],
                Refusals = [InvalidLimit, InvalidCursor, .. always],
            },
            new("GET", Bot + "/deadline", "getBotDeadline", Tag, "Get a bot's next deadline")
            {
                Description = "How long the bot may stay in its state, and what happens then if nothing else happens first.",
                Security = "ApiKey",
                Parameters = ["id"],
                Successes = [new Success(200, "The deadline.", "BotDeadline", "deadline")],
                Refusals = [notFound, .. always],
            },
            new("GET", Bot + "/webhook_deliveries", "listBotWebhookDeliveries", Tag, "List a bot's webhook deliveries")
            {
                Description = "One delivery per event and webhook, with its attempts, 25 per page, in the order of the events.",
                Security = "ApiKey",
                Parameters = ["id", "cursor"],
                Successes =
                [
                    new Success(200, "A page of deliveries.", "WebhookDeliveryPage", "deliveries") { Headers = [IgnoredFields.Header] },
                ],
                Refusals = [InvalidCursor, notFound, .. always],
            },
            new("POST", Bot + "/webhook_deliveries/{delivery}/redeliver", "redeliverBotWebhook", Tag, "Redeliver a webhook")
            {
                Description = "Sends the same body with the same ID and restarts the retry schedule. The request body is ignored.",
                Security = "ApiKey",
                Parameters = ["id", "delivery"],
                Successes = [new Success(202, "The delivery is queued. The response has no body.")],
                Refusals =
                [
                    notFound,
                    new("delivery_not_found", AttendeeAnswer.DeliveryNotFound()),
                    new("under_way", AttendeeAnswer.DeliveryUnderWay()),
                    .. always,
                ],
            },
        ];
}
