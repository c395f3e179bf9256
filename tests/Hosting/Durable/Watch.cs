using System.Text.Json.Nodes;
using Usher.Hosting.Durable;

namespace Usher.Tests.Hosting.Durable;

/// <summary>A small orchestrator with all the parts: waits ten minutes or for an approval, notifies, and continues with the next number.</summary>
internal static class Watch
{
    public static async Task<string?> Run(TaskOrchestrationContext context)
    {
        var input = JsonNode.Parse(context.GetInput()!)!.AsObject();
        var number = (int)input["n"]!;
        context.SetCustomStatus("\"waiting\"");

        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromMinutes(10), stop.Token);
        var approval = context.WaitForExternalEvent("approval", stop.Token);
        var first = await Task.WhenAny(timer, approval);
#pragma warning disable CA1849 // CancelAsync leaves the orchestrator's thread
        stop.Cancel();
#pragma warning restore CA1849

        input["ok"] = first == approval ? JsonNode.Parse((await approval)!)!["ok"]!.DeepClone() : null;
        await context.CallActivityAsync("Notify", input.ToJsonString());
        context.ContinueAsNew(new JsonObject { ["n"] = number + 1 }.ToJsonString());
        return null;
    }
}
