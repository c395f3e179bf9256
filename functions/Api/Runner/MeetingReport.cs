using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Usher.Bots;
using Usher.Meetings;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// The body of a batch: <c>{"id", "utterances" | "events" | "messages": […]}</c>. Each entry has <c>timestamp_ms</c> and the
/// <c>participant</c> it belongs to. Unknown members are ignored.
/// </summary>
internal static class MeetingReport
{
    /// <summary>Each entry may add a participant, and a transaction holds 100 rows.</summary>
    public const int MaxEvents = 45;

    /// <summary>Limit of one entry, in bytes as counted by storage: a row holds 1 MiB.</summary>
    private const int MaxEventBytes = 600_000;

    /// <summary>Limit of all entries: a transaction holds 4 MiB.</summary>
    private const int MaxBatchBytes = 3_500_000;

    public const string NoParticipant = "participant must be an object, like {\"uuid\": \"…\", \"name\": \"…\"}.";

    private const int MaxTextLength = 255;
    private const long LastMillisecond = 253_402_300_799_999;

    public static (MeetingBatch? Batch, HttpResult? Refusal) Utterances(JsonElement body) =>
        Read(
            body,
            "utterances",
            (entry, who, at) =>
                !TryNumber(entry, "duration_ms", out var duration) ? "duration_ms must be a whole number of milliseconds, 0 or more."
                : !TryObject(entry, "transcription", out var transcription)
                    ? "transcription must be an object, like {\"transcript\": \"…\"}, or null."
                : !TryText(entry, "source_id", out var source) ? SourceText
                : new MeetingEvent.Utterance(who, at, duration, transcription, source)
        );

    public static (MeetingBatch? Batch, HttpResult? Refusal) Presences(JsonElement body) =>
        Read(
            body,
            "events",
            (entry, who, at) =>
                RunnerReport.Text(entry, "type") is not { } name || WireName.Parse<ParticipantEventType>(name) is not { } type
                    ? "type must be one of: join, leave, speech_start, speech_stop."
                : !TryObject(entry, "data", out var data) ? "data must be an object, or null."
                : new MeetingEvent.Presence(who, at, type, data ?? JsonText.EmptyObject)
        );

    public static (MeetingBatch? Batch, HttpResult? Refusal) ChatMessages(JsonElement body) =>
        Read(
            body,
            "messages",
            (entry, who, at) =>
                RunnerReport.Text(entry, "text") is not { } text ? "text must be a string."
                : (RunnerReport.Text(entry, "to") ?? "everyone") is var name && WireName.Parse<ChatRecipient>(name) is not { } to
                    ? "to must be one of: everyone, only_bot."
                : !TryObject(entry, "additional_data", out var data) ? "additional_data must be an object, or null."
                : !TryText(entry, "source_id", out var source) ? SourceText
                : new MeetingEvent.ChatMessage(who, at, text, to, data ?? JsonText.EmptyObject, source)
        );

    public static HttpResult NoBatchId() =>
        RunnerAnswer.Error(400, "A batch needs an id of its own (a UUID), so that it can be sent again safely.");

    public static HttpResult TooMany(int count) =>
        RunnerAnswer.Error(
            413,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The batch has {count} entries; the limit is {MaxEvents}. Send the rest in another batch."
            )
        );

    public static HttpResult TooMuch(int bytes) =>
        RunnerAnswer.Error(
            413,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The batch takes at least {bytes} bytes in storage; the limit is {MaxBatchBytes}. Split it into several batches."
            )
        );

    private static HttpResult TooLarge(int index, int bytes) =>
        Wrong(413, index, string.Create(CultureInfo.InvariantCulture, $"It takes {bytes} bytes in storage; the limit is {MaxEventBytes}."));

    /// <param name="index">Index of the invalid entry.</param>
    public static HttpResult Wrong(int status, int index, string reason) =>
        RunnerAnswer.Error(status, string.Create(CultureInfo.InvariantCulture, $"Entry {index + 1}: {reason}"));

    private static string SourceText => $"source_id must be a string of at most {MaxTextLength} characters, or null.";

    private static (MeetingBatch? Batch, HttpResult? Refusal) Read(
        JsonElement body,
        string list,
        Func<JsonElement, Participant, long, Either> read
    )
    {
        if (RunnerReport.Text(body, "id") is not { } id || !RunnerReport.IsId(id))
        {
            return (null, NoBatchId());
        }

        if (!SafeText.TryGet(body, list, out var entries) || entries.ValueKind != JsonValueKind.Array || entries.GetArrayLength() == 0)
        {
            return (null, RunnerAnswer.Error(400, $"{list} must be a list with at least one entry."));
        }

        if (entries.GetArrayLength() > MaxEvents)
        {
            return (null, TooMany(entries.GetArrayLength()));
        }

        List<MeetingEvent> events = [];
        using var said = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        said.AppendData(Encoding.UTF8.GetBytes(list));
        var batchBytes = 0;
        foreach (var entry in entries.EnumerateArray())
        {
            var (next, reason) = Read(entry, read);
            if (next is null)
            {
                return (null, Wrong(400, events.Count, reason!));
            }

            var text = JsonText.Of(entry).Text;
            var bytes = StoredSize.Of(text);
            batchBytes += bytes;
            if (bytes > MaxEventBytes || batchBytes > MaxBatchBytes)
            {
                return (null, bytes > MaxEventBytes ? TooLarge(events.Count, bytes) : TooMuch(batchBytes));
            }

            events.Add(next);
            said.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return (new MeetingBatch(id, Convert.ToHexStringLower(said.GetHashAndReset()), events), null);
    }

    private static (MeetingEvent? Event, string? Reason) Read(JsonElement entry, Func<JsonElement, Participant, long, Either> read)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return (null, "It must be an object.");
        }

        if (SafeText.IsUnsafe(entry))
        {
            return (null, SafeText.NotAllowed);
        }

        var (participant, wrong) = ReadParticipant(entry);
        if (participant is null)
        {
            return (null, wrong);
        }

        if (!TryNumber(entry, "timestamp_ms", out var timestamp))
        {
            return (null, "timestamp_ms must be a whole number of milliseconds since 1970.");
        }

        var result = read(entry, participant, timestamp);
        return (result.Event, result.Wrong);
    }

    private static (Participant? Participant, string? Wrong) ReadParticipant(JsonElement entry) =>
        !SafeText.TryGet(entry, "participant", out var who) || who.ValueKind != JsonValueKind.Object ? (null, NoParticipant)
        : RunnerReport.Text(who, "uuid") is not { Length: > 0 and <= MaxTextLength } uuid
            ? (null, $"participant.uuid must be a string of 1 to {MaxTextLength} characters.")
        : !TryText(who, "user_uuid", out var userUuid)
            ? (null, $"participant.user_uuid must be a string of at most {MaxTextLength} characters, or null.")
        : !TryText(who, "name", out var name) ? (null, $"participant.name must be a string of at most {MaxTextLength} characters, or null.")
        : !TryFlag(who, "is_host", out var isHost) ? (null, "participant.is_host must be true or false.")
        : !TryFlag(who, "is_bot", out var isBot) ? (null, "participant.is_bot must be true or false.")
        : (new Participant(uuid, userUuid, name, isHost, isBot), null);

    private static bool TryNumber(JsonElement entry, string name, out long number)
    {
        number = 0;
        return SafeText.TryGet(entry, name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out number)
            && number is >= 0 and <= LastMillisecond;
    }

    private static bool TryText(JsonElement entry, string name, out string? text)
    {
        text = null;
        if (!SafeText.TryGet(entry, name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        text = value.ValueKind == JsonValueKind.String ? SafeText.Of(value) : null;
        return text?.Length <= MaxTextLength;
    }

    private static bool TryFlag(JsonElement entry, string name, out bool flag)
    {
        flag = SafeText.TryGet(entry, name, out var value) && value.ValueKind == JsonValueKind.True;
        return flag || value.ValueKind is JsonValueKind.Undefined or JsonValueKind.False;
    }

    private static bool TryObject(JsonElement entry, string name, out JsonText? json)
    {
        json = null;
        if (!SafeText.TryGet(entry, name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        json = value.ValueKind == JsonValueKind.Object ? JsonText.Of(value) : null;
        return json is not null;
    }

    /// <summary>An entry, or its error.</summary>
    private readonly record struct Either(MeetingEvent? Event, string? Wrong)
    {
        public static implicit operator Either(MeetingEvent next) => new(next, null);

        public static implicit operator Either(string wrong) => new(null, wrong);
    }
}
