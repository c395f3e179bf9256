using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Usher.Telemetry;

/// <summary>Tells what triggers a function, by its attributes.</summary>
internal static class FunctionTriggers
{
    public static bool IsHttp(FunctionContext context) => Of<HttpTriggerAttribute>(context) is not null;

    public static bool IsQueue(FunctionContext context) => Of<QueueTriggerAttribute>(context) is not null;

    /// <returns>Null if the function has another trigger.</returns>
    public static T? Of<T>(FunctionContext context)
        where T : TriggerBindingAttribute
    {
        foreach (var parameter in context.FunctionDefinition.Parameters)
        {
            foreach (var property in parameter.Properties.Values)
            {
                if (property is T trigger)
                {
                    return trigger;
                }
            }
        }

        return null;
    }
}
