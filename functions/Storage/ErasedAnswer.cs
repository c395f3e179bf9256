using System.Text.Json.Nodes;

namespace Usher.Storage;

/// <summary>What remains of an answer about a bot whose data is deleted. Its members stay, so that clients can still read it.</summary>
internal static class ErasedAnswer
{
    private static readonly (string Name, string? Left)[] Members = [("metadata", null), ("meeting_url", ""), ("deduplication_key", null)];

    public static string Of(string body)
    {
        if (body.Length == 0 || JsonNode.Parse(body) is not JsonObject answer)
        {
            return body;
        }

        foreach (var (name, left) in Members.Where(member => answer.ContainsKey(member.Name)))
        {
            answer[name] = left;
        }

        return answer.ToJsonString();
    }
}
