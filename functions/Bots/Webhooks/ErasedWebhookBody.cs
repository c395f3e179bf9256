using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Bots.Webhooks;

/// <summary>
/// What is left of a body when the bot's data is deleted: what happened to the bot, in the same form and under the same id.
/// </summary>
internal static class ErasedWebhookBody
{
    /// <summary>Beyond what any body has.</summary>
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
