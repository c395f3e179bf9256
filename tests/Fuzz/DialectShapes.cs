using System.Text.Json;

namespace Usher.Tests.Fuzz;

/// <summary>The members of a refusal, in the dialects that have one shape for all of them.</summary>
internal static class DialectShapes
{
    /// <summary>The peer's three members, plus those that name the fields if the sent fields are at fault.</summary>
    public static bool IsMeetStreamRefusal(JsonElement body) =>
        Members(body) is ["message", "error", "status_code", .. var more] && more.All(name => name is "valid_fields" or "ignored_fields");

    /// <summary>The reason, plus the bot's state if that is the reason.</summary>
    public static bool IsRunnerRefusal(JsonElement body) => Members(body) is ["error"] or ["error", "state"];

    private static string[] Members(JsonElement body) => [.. body.EnumerateObject().Select(member => member.Name)];
}
