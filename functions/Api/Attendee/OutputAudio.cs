using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Attendee;

/// <summary>
/// <c>POST /api/v1/bots/{id}/output_audio</c>: the bot plays audio, <c>{"type": "audio/mp3", "data": "…base64…"}</c>. As in Attendee, the
/// body is checked before the bot.
/// </summary>
internal sealed class OutputAudio(BotStreams streams)
{
    private const string Type = "audio/mp3";
    private static readonly string[] Fields = ["type", "data"];

    [Function(nameof(OutputAudio))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/bots/{id}/output_audio")] HttpRequest request,
        string id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte> bytes = default;
        var (call, answer) = await MeetingCommandCall.ReadAsync(streams, request, id, caller, cancellationToken, check: Check);
        return answer
            ?? call!.Refusal(MeetingCommandType.OutputAudio)
            ?? (Mp3Bytes.IsMp3(bytes.Span) ? await SendAsync(call, new BotFile(Type, bytes), cancellationToken) : NotMp3());

        HttpResult? Check(JsonBody body)
        {
            (bytes, var refusal) = Read(body);
            return refusal;
        }
    }

    public static HttpResult NotMp3() =>
        HttpResult.Json(
            400,
            new MediaErrorBody(
                "Error creating the audio blob. Are you sure it's a valid audio/mp3 file?",
                "It contains no MPEG Layer III audio frame."
            ),
            AttendeeJson.Wire.MediaErrorBody
        );

    private static Task<HttpResult> SendAsync(MeetingCommandCall call, BotFile audio, CancellationToken cancellationToken) =>
        call.SendAsync(new MeetingCommand(MeetingCommandType.OutputAudio, audio.Reference), Fields, cancellationToken, audio);

    private static (ReadOnlyMemory<byte> Bytes, HttpResult? Refusal) Read(JsonBody body)
    {
        if (body is not JsonBody.Parsed { Root: var root })
        {
            return (default, AttendeeAnswer.Body(body));
        }

        if (
            root.ValueKind != JsonValueKind.Object
            || !SafeText.TryGet(root, "type", out var type)
            || !SafeText.TryGet(root, "data", out var data)
        )
        {
            return (default, AttendeeAnswer.Error(400, "Both type and data are required"));
        }

        return type.ValueKind != JsonValueKind.String || SafeText.Of(type) != Type
                ? (default, AttendeeAnswer.Error(400, "Invalid audio content type"))
            : data.ValueKind == JsonValueKind.String && data.ValueEquals("") ? default
            : data.ValueKind == JsonValueKind.String && Base64Field.Decode(data).Value is { } bytes ? (bytes, null)
            : (default, AttendeeAnswer.Error(400, "Invalid base64 encoded data"));
    }
}
