using System.Text.Json;

namespace Usher.Tests.Fuzz;

/// <summary>What a refusal consists of, in the dialects that have one shape for all of them.</summary>
internal static class DialectShapes
{
    /// <summary>The peer's three members, and what names the fields where those that were sent are at fault.</summary>
    public static bool IsMeetStreamRefusal(JsonElement body) =>
        Members(body) is ["message", "error", "status_code", .. var more] && more.All(name => name is "valid_fields" or "ignored_fields");

    /// <summary>The reason, and the bot's state where that is it.</summary>
    public static bool IsRunnerRefusal(JsonElement body) => Members(body) is ["error"] or ["error", "state"];

    private static string[] Members(JsonElement body) => [.. body.EnumerateObject().Select(member => member.Name)];
}
