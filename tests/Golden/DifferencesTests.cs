using System.Text.Json.Nodes;

namespace Usher.Tests.Golden;

/// <summary>The comparison itself finds what is wrong: an answer that differs in any part that counts is told.</summary>
public sealed class DifferencesTests
{
    private const string Recorded = """
        {
          "method": "GET", "path": "/api/v1/bots/x", "headers": {},
          "response": {
            "status": 200, "headers": {"Retry-After": "5"},
            "body": {"id": "bot_AAAAAAAAAAAAAAAA", "state": "joining", "join_at": null, "events": [{"type": "join_requested", "created_at": "2026-11-22T04:22:19Z"}]}
          }
        }
        """;

    private const string Same = """
        {"id":"bot_BBBBBBBBBBBBBBBB","state":"joining","join_at":"2026-11-22T04:22:19Z","events":[{"type":"join_requested","sub_type":null,"created_at":"2027-01-01T00:00:00Z"}]}
        """;

    [Fact]
    public void An_answer_with_other_ids_and_times_is_the_same() => Assert.Null(Find(200, Same, "5"));

    [Theory]
    [InlineData(201, "joining", "joining", "5")]
    [InlineData(200, "joining", "leaving", "5")]
    [InlineData(200, "join_requested", "staged", "5")]
    [InlineData(200, "\"sub_type\":null", "\"sub_type\":\"user_requested\"", "5")]
    [InlineData(200, "\"state\"", "\"status\"", "5")]
    [InlineData(200, "\"state\"", "\"more\":1,\"state\"", "5")]
    [InlineData(200, "joining", "joining", "6")]
    public void A_status_a_value_a_name_or_a_header_that_differs_is_told(int status, string part, string other, string retryAfter) =>
        Assert.NotNull(Find(status, Same.Replace(part, other, StringComparison.Ordinal), retryAfter));

    [Fact]
    public void A_body_that_is_no_JSON_is_told() => Assert.NotNull(Find(200, "<html>", "5"));

    private static string? Find(int status, string text, string retryAfter) =>
        Differences.Find(
            JsonNode.Parse(Recorded)!.AsObject(),
            status,
            text.Trim(),
            new Dictionary<string, string> { ["Retry-After"] = retryAfter }
        );
}
