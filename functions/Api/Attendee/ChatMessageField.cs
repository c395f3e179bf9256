using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// A chat message and its recipient: <c>bot_chat_message</c>, sent when the bot has joined, or the body of <c>send_chat_message</c>.
/// </summary>
internal static class ChatMessageField
{
    private const int MaxMessageLength = 10_000;
    private const int MaxUserLength = 255;
    private const string User = "to_user_uuid";
    private const string SpecificUser = "specific_user";

    public static readonly IReadOnlyList<string> Fields = [User, "to", "message"];

    /// <returns>Null if the message has no specific recipient.</returns>
    public static string? Recipient(JsonObject message) => message[User]?.GetValue<string>() is { Length: > 0 } uuid ? uuid : null;

    public static string UnknownRecipient(string uuid) =>
        $"No participant found with uuid {uuid}. Use the /participants endpoint to get the list of participants.";

    public static Checked<JsonObject> Check(JsonElement value)
    {
        var fields = new BodyFields(value);
        var user = fields.Read(User, uuid => IsBlank(uuid) ? "" : TextField.Check(uuid, MaxUserLength), nullable: true);
        var to = fields.Read("to", choice => ChoiceField.Check(choice, "everyone", SpecificUser, "everyone_but_host")) ?? "everyone";
        var message = fields.Read("message", Message, required: true);
        if (fields.Errors.IsEmpty && to == SpecificUser != !string.IsNullOrEmpty(user))
        {
            fields.Errors.Add(
                User,
                new JsonArray(
                    to == SpecificUser
                        ? "This field is required when the 'to' value is 'specific_user'."
                        : "This field should only be provided when the 'to' value is 'specific_user'."
                )
            );
        }

        return fields.Errors.IsEmpty
            ? new JsonObject
            {
                ["to"] = to,
                [User] = user,
                ["message"] = message,
            }
            : new Checked<JsonObject>(null, fields.Errors.ToJson());
    }

    private static Checked<string> Message(JsonElement value)
    {
        var text = TextField.Check(value, int.MaxValue);
        return text.Messages is not null ? text
            : text.Value!.Length - text.Value.Count(char.IsLowSurrogate) > MaxMessageLength
                ? Checked.Wrong<string>("Message must be less than 10000 characters")
            : text.Value.Any(char.IsSurrogate) ? Checked.Wrong<string>("Message cannot contain emojis or rare script characters.")
            : text;
    }

    private static bool IsBlank(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(SafeText.Of(value));
}
