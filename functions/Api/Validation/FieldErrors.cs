using System.Text.Json.Nodes;

namespace Usher.Api.Validation;

/// <summary>Errors by field, in the order in which the fields were checked: <c>{"meeting_url": ["This field is required."]}</c>.</summary>
internal sealed class FieldErrors
{
    /// <summary>The key for errors that belong to no single field.</summary>
    public const string NonField = "non_field_errors";

    private const int MaxQuoted = 10_000;

    private readonly JsonObject errors = [];

    /// <summary>Truncates what a message quotes, which may be a whole body.</summary>
    public static string Quote(string text) => text.Length <= MaxQuoted ? text : $"{text.AsSpan(0, MaxQuoted)}...";

    public bool IsEmpty => errors.Count == 0;

    public void Add(string field, JsonNode messages) => errors[field] = messages;

    public JsonObject ToJson() => errors;
}
