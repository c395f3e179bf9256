using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Bots.Webhooks;

/// <summary>
/// What remains of a webhook body once the bot's data is deleted: what happened to the bot, in the same format and under the same id.
/// </summary>
internal static class ErasedWebhookBody
{
    /// <summary>Deeper than any body.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    public static string Of(string body)
    {
        var erased = JsonNode.Parse(body, documentOptions: Deep)!.AsObject();
        if (erased.ContainsKey("bot_metadata"))
        {
            erased["bot_metadata"] = null;
        }

        if (erased.ContainsKey("custom_attributes"))
        {
            erased["custom_attributes"] = new JsonObject();
        }

        if (erased["data"] is JsonObject data && data.ContainsKey("event_metadata"))
        {
            data["event_metadata"] = new JsonObject();
        }

        return CanonicalJson.Of(JsonElement.Parse(erased.ToJsonString()));
    }
}
