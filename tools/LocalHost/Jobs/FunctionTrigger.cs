using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Usher.LocalHost.Functions;

namespace Usher.LocalHost.Jobs;

/// <summary>A function's trigger binding in the form the WebJobs SDK expects.</summary>
/// <param name="ParameterType">The type that the extension passes.</param>
/// <param name="ReturnsValue">Whether the extension waits for a return value.</param>
internal sealed record FunctionTrigger(CustomAttributeBuilder Attribute, Type ParameterType, bool ReturnsValue)
{
    private const BindingFlags AttributeProperty = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <exception cref="LocalHostException">This host does not support the trigger's type.</exception>
    public static FunctionTrigger Of(HostedFunction function)
    {
        var binding = function.Trigger;
        return binding.Text("type")!.ToUpperInvariant() switch
        {
            "QUEUETRIGGER" => Create<QueueTriggerAttribute>(binding, MessageType(binding), false, binding.Text("queueName")!),
            "TIMERTRIGGER" => Create<TimerTriggerAttribute>(binding, typeof(TimerInfo), false, binding.Text("schedule")!),
            "ORCHESTRATIONTRIGGER" => Create<OrchestrationTriggerAttribute>(binding, typeof(string), true),
            "ACTIVITYTRIGGER" => Create<ActivityTriggerAttribute>(binding, typeof(string), true),
            "ENTITYTRIGGER" => Create<EntityTriggerAttribute>(binding, typeof(string), true),
            var type => throw new LocalHostException($"The development host does not support the trigger of {function.Name}: {type}."),
        };
    }

    // A function that takes an SDK type gets a reference that its worker resolves.
    private static Type MessageType(JsonElement binding) =>
        binding.TryGetProperty("properties", out var properties) && properties.Text("supportsDeferredBinding") is "True"
            ? typeof(ParameterBindingData)
        : "binary".Equals(binding.Text("dataType"), StringComparison.OrdinalIgnoreCase) ? typeof(byte[])
        : typeof(string);

    private static FunctionTrigger Create<TAttribute>(JsonElement binding, Type parameterType, bool returnsValue, params object[] arguments)
        where TAttribute : Attribute
    {
        // Everything else in the binding is a property of the attribute: connection, runOnStartup, useMonitor, orchestration …
        var properties = binding
            .EnumerateObject()
            .Select(member => (Property: typeof(TAttribute).GetProperty(member.Name, AttributeProperty), member.Value))
            .Where(pair => pair.Property is { SetMethod.IsPublic: true })
            .ToList();
        var attribute = new CustomAttributeBuilder(
            typeof(TAttribute).GetConstructor([.. arguments.Select(argument => argument.GetType())])!,
            arguments,
            [.. properties.Select(pair => pair.Property!)],
            [.. properties.Select(pair => Value(pair.Property!, pair.Value))]
        );
        return new FunctionTrigger(attribute, parameterType, returnsValue);
    }

    private static object? Value(PropertyInfo property, JsonElement json) =>
        property.PropertyType == typeof(bool) ? json.GetBoolean() : json.GetString();
}
