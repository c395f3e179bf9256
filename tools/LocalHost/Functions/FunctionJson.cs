using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.LocalHost.Functions;

/// <summary>
/// Reads one function.json, and refuses what this host does not run instead of running half of it. Source: the "function.json" schema.
/// </summary>
internal static class FunctionJson
{
    private static readonly string[] Triggers = ["httpTrigger", "queueTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger"];

    /// <exception cref="FormatException">What is wrong, as a sentence without the file's name.</exception>
    public static FunctionDefinition Parse(string name, string text)
    {
        var root = ParseObject(text);
        var bindings = (root["bindings"] as JsonArray ?? throw new FormatException("It has no array \"bindings\".")).Select(Binding).ToList();
        var function = new FunctionDefinition(name, bindings, Retry(root["retry"]));
        Check(function);
        return function;
    }

    private static void Check(FunctionDefinition function)
    {
        if (function.Bindings.Count(binding => binding.IsTrigger) != 1)
        {
            throw new FormatException("A function has exactly one trigger.");
        }

        if (function.Bindings.GroupBy(binding => binding.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new FormatException($"Two bindings are called '{twice.Key}'.");
        }

        var isHttp = function.Trigger.Is("httpTrigger");
        foreach (var binding in function.Bindings)
        {
            var isKnown = (binding.IsTrigger && Triggers.Any(binding.Is) && binding.IsInput)
                || (isHttp && binding.Is("http") && !binding.IsInput)
                || (!isHttp && binding.Is("durableClient") && binding.IsInput);
            if (!isKnown)
            {
                throw new FormatException(
                    $"The development host does not support binding '{binding.Name}' of type {binding.Type}, direction {binding.Direction}, beside the "
                    + $"{function.Trigger.Type}. It supports httpTrigger with one http output; queueTrigger, timerTrigger, orchestrationTrigger and "
                    + "activityTrigger, also with durableClient inputs.");
            }
        }

        // The mode rule of the Functions host: exactly one input and one output, or the request would be an envelope.
        if (isHttp && function.Bindings.Count != 2)
        {
            throw new FormatException("An httpTrigger needs exactly one http output.");
        }
    }

    private static FunctionBinding Binding(JsonNode? node)
    {
        var settings = node as JsonObject ?? throw new FormatException("A binding is an object.");
        return new FunctionBinding(Text("name"), Text("type"), Text("direction"), settings);

        string Text(string key) => settings[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new FormatException($"A binding has no \"{key}\".");
    }

    private static FunctionRetry? Retry(JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (node["strategy"]?.ToString() != "fixedDelay")
        {
            throw new FormatException("The development host supports the retry strategy fixedDelay only.");
        }

        return int.TryParse(node["maxRetryCount"]?.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && TimeSpan.TryParseExact(node["delayInterval"]?.ToString(), "c", CultureInfo.InvariantCulture, out var delay)
            ? new FunctionRetry(count, delay)
            : throw new FormatException("\"retry\" needs a whole number \"maxRetryCount\" (-1: without end) and a time \"delayInterval\" like 00:00:05.");
    }

    private static JsonObject ParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new FormatException("It is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"It is not JSON: {exception.Message}", exception);
        }
    }
}
