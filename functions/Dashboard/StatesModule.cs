using System.Text;
using System.Text.Json.Nodes;
using Usher.Bots;

namespace Usher.Dashboard;

/// <summary>
/// The dashboard's module <c>states.js</c>: the stage of every state, in the order of a bot's life. It is generated, so that the dashboard
/// has no list of states of its own.
/// </summary>
internal static class StatesModule
{
    public const string Name = "states.js";

    public static byte[] Bytes()
    {
        var stages = Enum.GetValues<BotState>().Select(state => KeyValuePair.Create(state.Name, (JsonNode?)WireName.Of(state.Stage)));
        return Encoding.UTF8.GetBytes($"export const STAGES = {new JsonObject(stages).ToJsonString()};\n");
    }
}
