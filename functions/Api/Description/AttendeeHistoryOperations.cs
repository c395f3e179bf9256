using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>What happened to bots and what was told of it: beside the peer's own operations, in its dialect.</summary>
internal static class AttendeeHistoryOperations
{
    private const string Bot = "/api/v1/bots/{id}";
    private const string Tag = "History";

    private static readonly Refusal InvalidLimit = new("invalid_limit", AttendeeAnswer.InvalidLimit(EventPaging.MaxLimit));
    private static readonly Refusal InvalidCursor = new("invalid_cursor", AttendeeAnswer.InvalidCursor());

    /// <param name="notFound">Of an operation on one bot.</param>
    /// <param name="always">Of every operation of the dialect.</param>
    public static IEnumerable<Operation> All(Refusal notFound, IReadOnlyList<Refusal> always) =>
        [
            new("GET", Bot + "/events", "listBotEvents", Tag, "List everything that happened to a bot")
            {
                Description =
                    "From the event behind `after` on, in order. `next` is always there: whoever asks on with it, now or later, gets "
                    + "every event once. The event "
                    + "`join_requested` tells how punctual the bot was.",
                Security = "ApiKey",
                Parameters = ["id", "after_sequence_number", "limit"],
                Successes =
                [
                    new Success(200, "Some events, and where to go on.", "EventPage", "bot_events") { Headers = [IgnoredFields.Header] },
                ],
                Refusals = [InvalidLimit, new("invalid_after", AttendeeAnswer.InvalidAfter()), notFound, .. always],
            },
            new("GET", "/api/v1/events", "listEvents", Tag, "List everything that happened to all bots and in their meetings")
            {
                Description =
                    "Each event of the project once: those of a bot in order, deleted bots with the rest, and those of its meeting in "
                    + "order, without the bot's own coming and going. Keep `next` and ask on with it: where it is what `after` was, "
                    + "nothing is new, which is not the end. What has been deleted from meetings is left out. A request passes by so much "
                    + "of that and no more: then a page may be short or empty although more follows.",
                Security = "ApiKey",
                Parameters = ["after_place", "limit"],
                Successes =
                [
                    new Success(200, "Some events, and where to go on.", "ProjectEventPage", "project_events")
                    {
                        Headers = [IgnoredFields.Header],
                    },
                ],
                Refusals = [InvalidLimit, InvalidCursor, .. always],
            },
            new("GET", Bot + "/deadline", "getBotDeadline", Tag, "Get what is due for a bot, and when")
            {
                Description = "How long the bot may be in its state, and what happens then unless something else does before.",
                Security = "ApiKey",
                Parameters = ["id"],
                Successes = [new Success(200, "What is due.", "BotDeadline", "deadline")],
                Refusals = [notFound, .. always],
            },
            new("GET", Bot + "/webhook_deliveries", "listBotWebhookDeliveries", Tag, "List what was told of a bot, and how that went")
            {
                Description = "One delivery for each event and webhook, 25 a page, in the order of the events, with its attempts.",
                Security = "ApiKey",
                Parameters = ["id", "cursor"],
                Successes =
                [
                    new Success(200, "One page of deliveries.", "WebhookDeliveryPage", "deliveries") { Headers = [IgnoredFields.Header] },
                ],
                Refusals = [InvalidCursor, notFound, .. always],
            },
            new("POST", Bot + "/webhook_deliveries/{delivery}/redeliver", "redeliverBotWebhook", Tag, "Send a delivery again")
            {
                Description = "The same body under the same id, the retry schedule from its beginning. The request's body is not read.",
                Security = "ApiKey",
                Parameters = ["id", "delivery"],
                Successes = [new Success(202, "It comes again. There is no body.")],
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
