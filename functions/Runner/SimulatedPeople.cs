using System.Text.Json.Nodes;
using Usher.Bots;
using Usher.Meetings;

namespace Usher.Runner;

/// <summary>
/// The participants of a simulated meeting and what they say and do. Everything is a pure function of the bot and a moment.
/// </summary>
internal static class SimulatedPeople
{
    /// <summary>The length of a word with the silence after it, in milliseconds.</summary>
    private const int WordMs = 300;
    private const int SilenceMs = 40;

    private static readonly Participant Ann = new("ann", "ann@example.com", "Ann", IsHost: true, IsBot: false);
    private static readonly Participant Bob = new("bob", "bob@example.com", "Bob", IsHost: false, IsBot: false);

    /// <summary>The dialogue, line by line.</summary>
    public static readonly IReadOnlyList<Func<Bot, DateTimeOffset, IEnumerable<MeetingEvent>>> Lines =
    [
        (_, at) => Says(Ann, at, "Good morning, Bob. Shall we begin?"),
        (_, at) => [.. Says(Bob, at, "Yes, let's look at the plan. I put it into the chat."), Writes(Bob, at, "https://example.com/plan")],
        (_, at) => Says(Ann, at, "Then we ship on Friday."),
        (_, at) => Says(Bob, at, "Friday it is. I will write the notes."),
    ];

    /// <summary>The bot joins first.</summary>
    public static IEnumerable<MeetingEvent> Arrive(Bot bot, DateTimeOffset at) =>
        Everybody(bot).Select((who, number) => Moves(who, at.AddMilliseconds(number * WordMs), ParticipantEventType.Join));

    public static IEnumerable<MeetingEvent> Leave(Bot bot, DateTimeOffset at) =>
        Everybody(bot).Reverse().Select(who => Moves(who, at, ParticipantEventType.Leave));

    /// <summary>Writes what the bot was told to write.</summary>
    public static IEnumerable<MeetingEvent> BotWrites(Bot bot, DateTimeOffset at, string text) => [Writes(BotItself(bot), at, text)];

    private static Participant[] Everybody(Bot bot) => [BotItself(bot), Ann, Bob];

    private static Participant BotItself(Bot bot) => new($"{bot.Id}", UserUuid: null, bot.BotName, IsHost: false, IsBot: true);

    private static IEnumerable<MeetingEvent> Says(Participant who, DateTimeOffset at, string text)
    {
        var words = text.Split(' ');
        var duration = (words.Length * WordMs) - SilenceMs;
        var transcription = new JsonObject { ["transcript"] = text, ["words"] = new JsonArray([.. words.Select(Word)]) };
        return
        [
            Moves(who, at, ParticipantEventType.SpeechStart),
            Moves(who, at.AddMilliseconds(duration), ParticipantEventType.SpeechStop),
            new MeetingEvent.Utterance(who, at.ToUnixTimeMilliseconds(), duration, JsonText.Of(transcription)),
        ];
    }

    /// <summary>A word with its times in seconds from the start of the utterance.</summary>
    private static JsonObject Word(string word, int index) =>
        new()
        {
            ["word"] = word,
            ["start"] = index * WordMs / 1000.0,
            ["end"] = (((index + 1) * WordMs) - SilenceMs) / 1000.0,
        };

    private static MeetingEvent.ChatMessage Writes(Participant who, DateTimeOffset at, string text) =>
        new(who, at.ToUnixTimeMilliseconds(), text, ChatRecipient.Everyone, JsonText.EmptyObject);

    private static MeetingEvent.Presence Moves(Participant who, DateTimeOffset at, ParticipantEventType type) =>
        new(who, at.ToUnixTimeMilliseconds(), type, JsonText.EmptyObject);
}
