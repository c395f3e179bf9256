using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// A request for a bot's runner to do something in the meeting. The shared steps are separate methods because each operation checks its
/// body, the bot's state and its settings in its own order.
/// </summary>
internal sealed class MeetingCommandCall
{
    private readonly BotStreams streams;
    private readonly Caller caller;
    private readonly StoredBot before;
    private readonly JsonBody body;
    private readonly Preconditions conditions;
    private readonly KeyedRequest? keyed;

    private MeetingCommandCall(
        BotStreams streams,
        Caller caller,
        StoredBot before,
        JsonBody body,
        Preconditions conditions,
        KeyedRequest? keyed
    ) =>
        (this.streams, this.caller, this.before, this.body, this.conditions, this.keyed) = (
            streams,
            caller,
            before,
            body,
            conditions,
            keyed
        );

    public Bot Bot => before.Bot;

    /// <summary>The error of an unreadable body, before its fields are checked; null if it is readable.</summary>
    public HttpResult? BodyRefusal => body is JsonBody.Parsed ? null : AttendeeAnswer.Body(body);

    /// <summary>The request body. Valid only if <see cref="BodyRefusal"/> is null.</summary>
    public JsonElement Root => ((JsonBody.Parsed)body).Root;

    /// <param name="streams">The bots.</param>
    /// <param name="request">The request.</param>
    /// <param name="id">The bot's ID from the path.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="hasBody">False to ignore the request body.</param>
    /// <param name="check">Validates the body before the bot is looked up; null to look up the bot first.</param>
    /// <returns>The call, or the response if the request is refused or a repetition.</returns>
    public static async Task<(MeetingCommandCall? Call, HttpResult? Answer)> ReadAsync(
        BotStreams streams,
        HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken,
        bool hasBody = true,
        Func<JsonBody, HttpResult?>? check = null
    )
    {
        if (!Preconditions.TryRead(request, out var conditions))
        {
            return (null, AttendeeAnswer.MalformedCondition());
        }

        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return (null, AttendeeAnswer.MalformedKey());
        }

        var before = BotId.TryParse(id, out var bot) ? await streams.ReadAsync(caller.Project, bot, cancellationToken) : null;
        var isThere = before is { Bot.State: not BotState.Deleted };
        if (!isThere && check is null)
        {
            return (null, AttendeeAnswer.BotNotFound());
        }

        var body = hasBody ? await JsonBody.ReadAsync(request, cancellationToken) : JsonBody.None();
        var keyed = body is JsonBody.Parsed parsed ? key?.Of(request, parsed.Bytes, AttendeeAnswer.Accepted) : null;
        if (isThere && keyed is not null && await streams.RecallAsync(caller.Project, bot, keyed, cancellationToken) is { } first)
        {
            return (null, AttendeeAnswer.From(first));
        }

        return check?.Invoke(body) is { } refusal ? (null, refusal)
            : isThere ? (new MeetingCommandCall(streams, caller, before!, body, conditions, keyed), null)
            : (null, AttendeeAnswer.BotNotFound());
    }

    /// <summary>Why the bot cannot carry out this type of command, regardless of the body; null if it can.</summary>
    public HttpResult? Refusal(MeetingCommandType type) =>
        !conditions.AllowChangeOf(Bot.Version) ? AttendeeAnswer.OtherVersion(Bot.Version)
        : streams.RefusalOf(Bot, type) is { } refusal ? AttendeeAnswer.From(refusal)
        : null;

    /// <param name="command">The command for the runner.</param>
    /// <param name="known">The body fields that the operation knows.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="media">The image or audio file of the command; null if there is none.</param>
    public async Task<HttpResult> SendAsync(
        MeetingCommand command,
        IReadOnlyCollection<string> known,
        CancellationToken cancellationToken,
        BotFile? media = null
    )
    {
        var terms = new WriteTerms
        {
            Read = before,
            IsMeantFor = conditions.AllowChangeOf,
            Request = keyed,
            Media = media,
        };
        var instruct = new BotCommand.Instruct(command) { Actor = caller.Actor };
        var outcome = await streams.TransactAsync(caller.Project, Bot.Id, instruct, terms, cancellationToken);
        return IgnoredFields.Tell(AttendeeAnswer.Accepted(outcome), new BodyFields(Root).Names, known);
    }
}
