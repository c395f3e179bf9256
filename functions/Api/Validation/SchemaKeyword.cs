using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Usher.Api.Validation;

/// <summary>An assertion of a schema.</summary>
internal abstract record SchemaKeyword
{
    private SchemaKeyword() { }

    internal sealed record Type(ImmutableArray<string> Names) : SchemaKeyword;

    internal sealed record Properties(IReadOnlyDictionary<string, JsonSchema> Schemas) : SchemaKeyword;

    internal sealed record Required(ImmutableArray<string> Names) : SchemaKeyword;

    /// <param name="Schema">The schema of additional properties; null if anything is allowed, or nothing at all.</param>
    internal sealed record AdditionalProperties(JsonSchema? Schema, bool AreAllowed) : SchemaKeyword;

    internal sealed record Items(JsonSchema Schema) : SchemaKeyword;

    internal sealed record Enum(JsonElement Values) : SchemaKeyword;

    internal sealed record Pattern(string Text, Lazy<Regex> Expression) : SchemaKeyword;

    internal sealed record MinItems(int Count) : SchemaKeyword;

    internal sealed record UniqueItems : SchemaKeyword;

    internal sealed record OneOf(ImmutableArray<JsonSchema> Schemas) : SchemaKeyword;
}
