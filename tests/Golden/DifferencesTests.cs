using System.Text.Json.Nodes;

namespace Usher.Tests.Golden;

/// <summary>The comparison itself detects every difference that counts.</summary>
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
    public void An_answer_that_differs_only_in_ids_and_times_is_equal() => Assert.Null(Find(200, Same, "5"));

    [Theory]
    [InlineData(201, "joining", "joining", "5")]
    [InlineData(200, "joining", "leaving", "5")]
    [InlineData(200, "join_requested", "staged", "5")]
    [InlineData(200, "\"sub_type\":null", "\"sub_type\":\"user_requested\"", "5")]
    [InlineData(200, "\"state\"", "\"status\"", "5")]
    [InlineData(200, "\"state\"", "\"more\":1,\"state\"", "5")]
    [InlineData(200, "joining", "joining", "6")]
    public void A_difference_in_a_status_value_name_or_header_is_reported(int status, string part, string other, string retryAfter) =>
        Assert.NotNull(Find(status, Same.Replace(part, other, StringComparison.Ordinal), retryAfter));

    [Fact]
    public void A_body_that_is_not_JSON_is_reported() => Assert.NotNull(Find(200, "<html>", "5"));

    private static string? Find(int status, string text, string retryAfter) =>
        Differences.Find(
            JsonNode.Parse(Recorded)!.AsObject(),
            status,
            text.Trim(),
            new Dictionary<string, string> { ["Retry-After"] = retryAfter }
        );
}
