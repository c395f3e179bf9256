using System.Text.Json;
using System.Text.Json.Nodes;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary><c>POST /api/v1/bots/{id}/speech</c>: the bot speaks a text, which its runner converts to speech.</summary>
internal sealed class Speech(BotStreams streams, RunnerFeatures features)
{
    /// <summary>Attendee has no limit; here the text must fit in a table row.</summary>
    public const int MaxLength = 100_000;

    private const int MaxSettingsLength = 1000;
    private const string Settings = "text_to_speech_settings";
    private static readonly string[] Fields = ["text", Settings];
    private static readonly JsonSchema SettingsSchema = JsonSchema.Parse(SettingsGroups.Document(Settings));

    [Function(nameof(Speech))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/speech")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken);
        if ((answer ?? call!.BodyRefusal) is { } refusal)
        {
            return refusal;
        }

        var (speech, errors) = Read(call!.Root);
        return speech is null
            ? AttendeeAnswer.Invalid(errors)
            : call.Refusal(MeetingCommandType.Speech)
                ?? (features.HasTextToSpeech ? null : NoCredentials(features))
                ?? await call.SendAsync(new MeetingCommand(MeetingCommandType.Speech, JsonText.Of(speech)), Fields, cancellationToken);
    }

    /// <returns>The speech to produce; null if <c>Errors</c> has the reason.</returns>
    public static (JsonObject? Speech, FieldErrors Errors) Read(JsonElement root)
    {
        var fields = new BodyFields(root);
        var text = fields.Read("text", value => TextField.Check(value, MaxLength), required: true);
        var settings = fields.Read(Settings, CheckSettings, required: true);
        return (fields.Errors.IsEmpty ? new JsonObject { ["text"] = text, [Settings] = settings } : null, fields.Errors);
    }

    public static HttpResult NoCredentials(RunnerFeatures features) =>
        AttendeeAnswer.Error(
            400,
            "Google Text-to-Speech credentials are required. Please add credentials"
                + (features.CredentialsUrl is { } url ? $" at {url}" : "")
        );

    private static Checked<JsonNode> CheckSettings(JsonElement value) =>
        SchemaValidator.Validate(SettingsSchema, value) is { } message ? Checked.Wrong<JsonNode>(message)
        : SafeText.IsUnsafe(value) ? Checked.Wrong<JsonNode>(SafeText.NotAllowed)
        : value.GetRawText().Length > MaxSettingsLength ? Checked.Wrong<JsonNode>($"Must be no more than {MaxSettingsLength} characters.")
        : JsonTree.Node(value)!;
}
