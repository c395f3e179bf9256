using System.Text.Json.Nodes;

namespace Usher.Api.Validation;

/// <summary>Messages by field, in the order in which the fields were checked: <c>{"meeting_url": ["This field is required."]}</c>.</summary>
internal sealed class FieldErrors
{
    private readonly JsonObject errors = [];

    public bool IsEmpty => errors.Count == 0;

    public void Add(string field, JsonNode messages) => errors[field] = messages;

    public JsonObject ToJson() => errors;
}
