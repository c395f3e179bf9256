using System.Text.Json;
using Usher.Api.Validation;

namespace Usher.Tests.Api.Validation;

/// <summary>
/// Which of several errors is reported. The expected values come from <c>best_match</c> of Python's jsonschema 4.23 for the same schema and
/// value.
/// </summary>
public sealed class SchemaValidatorTests
{
    private const string Person = """
        {
          "type": "object",
          "properties": {
            "name": {"type": "string", "pattern": "^[a-z]+$"},
            "age": {"type": "integer"},
            "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "minItems": 1, "uniqueItems": true},
            "extra": {"type": ["string", "null"]}
          },
          "required": ["name", "age"],
          "additionalProperties": false
        }
        """;

    private const string Choice = """
        {"oneOf": [
          {"type": "object", "properties": {"kind": {"type": "string", "enum": ["x"]}}, "required": ["kind"], "additionalProperties": false},
          {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"], "additionalProperties": false},
          {"type": "null"}
        ]}
        """;

    [Theory]
    [InlineData("5", "5 is not of type 'object'")]
    [InlineData("""{"name": "x", "age": 1}""", null)]
    [InlineData("""{"name": "x", "age": 1.0}""", null)]
    [InlineData("""{"name": "x", "age": 1.5}""", "1.5 is not of type 'integer'")]
    [InlineData("""{"name": "x", "age": true}""", "True is not of type 'integer'")]
    [InlineData("""{"age": 1}""", "'name' is a required property")]
    [InlineData("""{}""", "'name' is a required property")]
    [InlineData("""{"name": 5}""", "'age' is a required property")]
    [InlineData("""{"name": "X1", "age": "y"}""", "'X1' does not match '^[a-z]+$'")]
    [InlineData("""{"age": "y", "name": "X1"}""", "'X1' does not match '^[a-z]+$'")]
    [InlineData("""{"name": "x", "age": 1, "z": 1, "b": 2}""", "Additional properties are not allowed ('b', 'z' were unexpected)")]
    [InlineData("""{"name": 1, "z": 1}""", "'age' is a required property")]
    [InlineData("""{"name": "x", "age": 1, "tags": []}""", "[] should be non-empty")]
    [InlineData("""{"name": "x", "age": 1, "tags": ["a", "a"]}""", "['a', 'a'] has non-unique elements")]
    [InlineData("""{"name": "x", "age": 1, "tags": ["c", "c"]}""", "['c', 'c'] has non-unique elements")]
    [InlineData("""{"name": "x", "age": 1, "tags": ["a", 5, "c"]}""", "'c' is not one of ['a', 'b']")]
    [InlineData("""{"name": "x", "age": 1, "extra": 5}""", "5 is not of type 'string', 'null'")]
    [InlineData("""{"name": "x", "age": 1, "extra": null}""", null)]
    public void The_last_of_the_outermost_errors_is_reported(string json, string? expected) =>
        Assert.Equal(expected, Validate(Person, json));

    [Theory]
    [InlineData("null", null)]
    [InlineData("""{"kind": "x"}""", null)]
    [InlineData("""{"kind": "y"}""", "'y' is not one of ['x']")]
    [InlineData("""{"size": "y"}""", "'y' is not of type 'integer'")]
    [InlineData("5", "5 is not valid under any of the given schemas")]
    [InlineData("{}", "{} is not valid under any of the given schemas")]
    public void Inside_alternatives_the_innermost_error_is_reported(string json, string? expected) =>
        Assert.Equal(expected, Validate(Choice, json));

    private static string? Validate(string schema, string json) =>
        SchemaValidator.Validate(JsonSchema.Parse(JsonElement.Parse(schema)), JsonElement.Parse(json));
}
