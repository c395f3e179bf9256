using System.Globalization;
using System.Text.Json.Nodes;

namespace Usher.Api.Description;

/// <summary>An operation as OpenAPI JSON.</summary>
internal static class OperationJson
{
    private const string Json = "application/json";
    private const string RequestId = "X-Request-Id";

    /// <summary>Statuses of stored responses: those of requests that were carried out or refused because of the bot's state.</summary>
    private static readonly int[] Kept = [200, 201, 400, 412, 507];

    /// <summary>Statuses of responses without quota headers: the caller is unknown, or storage failed before or after counting.</summary>
    private static readonly int[] Uncounted = [401, 503];

    public static JsonObject Of(Operation operation, JsonObject examples)
    {
        var json = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
            ["description"] = operation.Description.Length > 0 ? operation.Description : null,
            ["security"] = operation.Security is { } scheme
                ? new JsonArray(new JsonObject { [scheme] = new JsonArray() })
                : new JsonArray(),
            ["parameters"] = new JsonArray([.. operation.Parameters.Append(RequestId).Select(name => Reference("parameters", name))]),
            ["requestBody"] = operation.Body is { } body
                ? new JsonObject
                {
                    ["required"] = !body.IsOptional,
                    ["content"] = new JsonObject
                    {
                        [Json] = MediaType(Schemas.Reference(body.Schema), [(body.Example, examples[body.Example]!.DeepClone())]),
                    },
                }
                : null,
            ["responses"] = Responses(operation, examples),
            ["x-codeSamples"] = new JsonArray(
                new JsonObject
                {
                    ["lang"] = "Shell",
                    ["label"] = "curl",
                    ["source"] = CurlExample.Of(operation, examples),
                }
            ),
        };
        foreach (var absent in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            json.Remove(absent);
        }

        return json;
    }

    private static JsonObject Responses(Operation operation, JsonObject examples)
    {
        var responses = new SortedDictionary<int, JsonObject>();
        foreach (var success in operation.Successes)
        {
            responses[success.Status] = Response(operation, success.Status, success.Description, success.Headers);
            if (success.Schema is { } schema)
            {
                responses[success.Status]["content"] = new JsonObject
                {
                    [Json] = MediaType(Schemas.Reference(schema), [(success.Example!, examples[success.Example!]!.DeepClone())]),
                };
            }
            else if (success.Status == StatusCodes.Status200OK && operation.Method == "GET")
            {
                responses[success.Status]["content"] = new JsonObject(
                    success.MediaTypes.Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject()))
                );
            }
        }

        foreach (var refusals in operation.Refusals.GroupBy(refusal => refusal.Answer.Status))
        {
            var bodies = refusals.Select(refusal => (refusal.Name, Body: JsonNode.Parse(refusal.Answer.Body.Span)!)).ToList();
            var schemas = bodies.Select(example => SchemaOf(example.Body.AsObject())).Distinct().Select(Schemas.Reference).ToList();
            var response = Response(
                operation,
                refusals.Key,
                StatusText.Of(refusals.Key),
                refusals.SelectMany(refusal => refusal.Answer.Headers.Select(header => header.Name))
            );
            response["content"] = new JsonObject
            {
                [Json] = MediaType(schemas is [var only] ? only : new JsonObject { ["oneOf"] = new JsonArray([.. schemas]) }, bodies),
            };
            responses[refusals.Key] = response;
        }

        return new JsonObject(
            responses.Select(response =>
                KeyValuePair.Create(response.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)response.Value)
            )
        );
    }

    private static JsonObject Response(Operation operation, int status, string description, IEnumerable<string> headers) =>
        new()
        {
            ["description"] = description,
            ["headers"] = new JsonObject(
                headers
                    .Distinct()
                    .Concat(operation.IsRepeatable && Kept.Contains(status) ? ["Idempotency-Replayed"] : [])
                    .Concat(operation.IsCounted && !Uncounted.Contains(status) ? ["RateLimit-Policy", "RateLimit"] : [])
                    .Append(RequestId)
                    .Select(name => KeyValuePair.Create(name, (JsonNode?)Reference("headers", name)))
            ),
        };

    private static JsonObject MediaType(JsonNode schema, IReadOnlyList<(string Name, JsonNode Value)> examples) =>
        new()
        {
            ["schema"] = schema,
            ["examples"] = new JsonObject(
                examples.Select(example => KeyValuePair.Create(example.Name, (JsonNode?)new JsonObject { ["value"] = example.Value }))
            ),
        };

    /// <summary>The schema of a refusal, recognized by its shape.</summary>
    private static string SchemaOf(JsonObject body) =>
        body.ContainsKey("status_code") ? "ScheduledBotRefusal"
        : body.ContainsKey("reason") ? "Unavailable"
        : body.ContainsKey("raw_error") ? "MediaError"
        : body["detail"] is JsonValue ? "Detail"
        : body["error"] is not JsonValue ? "FieldErrors"
        : body.ContainsKey("state") ? "StateError"
        : "Error";

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };
}
