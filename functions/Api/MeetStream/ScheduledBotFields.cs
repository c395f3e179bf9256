using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>The fields of an update, read in the order of MeetStream's documentation. Unknown fields are ignored and reported.</summary>
internal sealed class ScheduledBotFields(JsonElement body)
{
    /// <summary>The error for a body without any known field.</summary>
    public const string NoFields = "No valid update fields provided";

    private const int MaxNameLength = 255;
    private const int MaxYearsAhead = 3;
    private static readonly string[] Flags = ["transcription_enabled", "recording_enabled", "screenshot_enabled"];

    private readonly Dictionary<string, JsonElement> fields = new(PythonText.Members(body), StringComparer.Ordinal);
    private readonly List<string> sent = [];

    /// <summary>All fields of an update.</summary>
    public static readonly IReadOnlyList<string> Known = ["scheduled_join_time", "bot_username", "custom_attributes", .. Flags];

    /// <summary>Fields in the body that do not exist in an update.</summary>
    public IReadOnlyList<string> Ignored => [.. fields.Keys.Except(Known, StringComparer.Ordinal)];

    /// <summary>Known fields in the body.</summary>
    public IReadOnlyList<string> Sent => sent;

    /// <summary>The first error; null if there is none.</summary>
    public string? Error { get; private set; }

    /// <returns>The changes. Valid only if <see cref="Error"/> is null.</returns>
    public ScheduledBotChanges Read(DateTimeOffset now)
    {
        var changes = new ScheduledBotChanges
        {
            JoinAt = Read("scheduled_join_time", value => JoinTime(value, now)),
            BotName = Read("bot_username", UserName),
            Attributes = Read("custom_attributes", Attributes) ?? [],
            Features = Flags
                .Where(fields.ContainsKey)
                .ToDictionary(name => name, name => Read(name, value => IsOn(name, value)), StringComparer.Ordinal),
        };
        if (sent.Count == 0)
        {
            Error = NoFields;
        }

        return changes;
    }

    private T? Read<T>(string name, Func<JsonElement, Checked<T>> check)
    {
        if (!fields.TryGetValue(name, out var value))
        {
            return default;
        }

        sent.Add(name);
        var result = check(value);
        Error ??= result.Messages?[0]?.ToString();
        return result.Value;
    }

    private static Checked<DateTimeOffset?> JoinTime(JsonElement value, DateTimeOffset now)
    {
        var time = TimeField.Check(value);
        return time.Messages is not null ? Checked.Wrong<DateTimeOffset?>("Invalid datetime format for scheduled_join_time")
            : time.Value <= now ? Checked.Wrong<DateTimeOffset?>("scheduled_join_time must be in the future")
            : time.Value > now.AddYears(MaxYearsAhead)
                ? Checked.Wrong<DateTimeOffset?>($"scheduled_join_time cannot be more than {MaxYearsAhead} years in the future")
            : time;
    }

    private static Checked<string> UserName(JsonElement value)
    {
        // Unlike in Attendee's dialect, a number is not a valid name.
        if (value.ValueKind != JsonValueKind.String)
        {
            return Checked.Wrong<string>("bot_username must be a string");
        }

        var text = TextField.Check(value, MaxNameLength);
        return text.Messages is not null ? Checked.Wrong<string>($"bot_username: {text.Messages[0]}")
            : text.Value!.Any(char.IsSurrogate) ? Checked.Wrong<string>("bot_username cannot contain emojis or rare script characters")
            : text;
    }

    private static Checked<Dictionary<string, string?>> Attributes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Checked.Wrong<Dictionary<string, string?>>("custom_attributes must be an object");
        }

        Dictionary<string, string?> attributes = new(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!IsText(property))
            {
                return Checked.Wrong<Dictionary<string, string?>>("custom_attributes cannot contain null characters or lone surrogates");
            }

            if (property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                return Checked.Wrong<Dictionary<string, string?>>(
                    $"custom_attributes: the value of '{property.Name}' must be a string, or null to remove it"
                );
            }

            attributes[property.Name] = property.Value.GetString();
        }

        return attributes;
    }

    /// <summary>Whether the name and, if it is a string, the value can be stored.</summary>
    private static bool IsText(JsonProperty property) =>
        !SafeText.IsUnsafeName(property) && (property.Value.ValueKind != JsonValueKind.String || !SafeText.IsUnsafe(property.Value));

    private static Checked<bool> IsOn(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Checked.Wrong<bool>($"{name} must be a boolean");
}
