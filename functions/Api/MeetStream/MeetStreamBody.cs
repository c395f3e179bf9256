using System.Text.Json;
using Usher.Wire;

namespace Usher.Api.MeetStream;

/// <summary>A request body in MeetStream's dialect: a JSON object, regardless of its Content-Type.</summary>
internal static class MeetStreamBody
{
    public static async Task<(JsonBody.Parsed? Body, HttpResult? Refusal)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await JsonBody.ReadOfAnyTypeAsync(request, cancellationToken) switch
        {
            JsonBody.TooLarge => (null, MeetStreamAnswer.TooLarge()),
            JsonBody.Unreadable unreadable => (null, MeetStreamAnswer.Unreadable(unreadable.Reason)),
            JsonBody.Parsed { Root.ValueKind: JsonValueKind.Object } parsed => (parsed, null),
            _ => (null, MeetStreamAnswer.NoJson()),
        };
}
