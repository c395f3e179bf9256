namespace Usher.Tests.Support;

/// <summary>
/// An answer with the headers that matter for repeatable and conditional requests; all as text, so that equal answers compare equal.
/// </summary>
internal sealed record Answer(int Status, string Body, string? ETag = null)
{
    public bool IsReplayed { get; init; }

    /// <summary>The id of the bot in the answer.</summary>
    public string BotId() => System.Text.Json.JsonElement.Parse(Body).GetProperty("id").GetString()!;
}
