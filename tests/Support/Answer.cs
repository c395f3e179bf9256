namespace Usher.Tests.Support;

/// <summary>
/// An answer with the headers that repeatable and conditional requests are about; all of it as text, so that equal answers are equal.
/// </summary>
internal sealed record Answer(int Status, string Body, string? ETag = null)
{
    public bool IsReplayed { get; init; }

    /// <summary>Of the bot that it shows.</summary>
    public string BotId() => System.Text.Json.JsonElement.Parse(Body).GetProperty("id").GetString()!;
}
