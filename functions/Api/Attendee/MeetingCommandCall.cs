using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// A request that wants something of a bot's runner in the meeting. What all of them have in common is here in pieces, since each looks at
/// its body, the bot's state and its settings in an order of its own.
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

    /// <summary>What is wrong with the body before its fields are looked at; null: nothing.</summary>
    public HttpResult? BodyRefusal => body is JsonBody.Parsed ? null : AttendeeAnswer.Body(body);

    /// <summary>The body that was sent; only where <see cref="BodyRefusal"/> is null.</summary>
    public JsonElement Root => ((JsonBody.Parsed)body).Root;

    /// <param name="streams">The bots.</param>
    /// <param name="request">The request.</param>
    /// <param name="id">The bot, as it stands in the path.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="hasBody">False: whatever is sent as body is not read, so that it says nothing.</param>
    /// <param name="check">Judges the body before the bot is looked for; null: the bot comes first.</param>
    /// <returns>The call, or what it is answered at once: it is refused, or was answered before.</returns>
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

    /// <summary>Why the runner cannot be told to do this, whatever else the request says; null: it can.</summary>
    public HttpResult? Refusal(MeetingCommandType type) =>
        !conditions.AllowChangeOf(Bot.Version) ? AttendeeAnswer.OtherVersion(Bot.Version)
        : BotDecider.RefusalOf(Bot, type) is { } refusal ? AttendeeAnswer.From(refusal)
        : null;

    /// <param name="command">What the runner is to do.</param>
    /// <param name="known">The fields of the body that count.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="media">The picture or sound that the command is about; null: there is none.</param>
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
