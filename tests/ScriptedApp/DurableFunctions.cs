using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Usher.Tests.ScriptedApp;

/// <summary>An orchestration that waits for a second, runs an activity, and waits for an event, whose value is its output.</summary>
public static class DurableFunctions
{
    [Function("Life")]
    public static async Task<string> LifeAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        var retry = new TaskOptions(new TaskRetryOptions(new RetryPolicy(maxNumberOfAttempts: 3, TimeSpan.FromSeconds(1))));
        await context.CallActivityAsync("Work", context.InstanceId, retry);
        return await context.WaitForExternalEvent<string>("word");
    }

    [Function("Work")]
    public static async Task WorkAsync([ActivityTrigger] string instance)
    {
        await Console.Out.WriteLineAsync($"working for {instance}");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await Console.Out.WriteLineAsync($"worked for {instance}");
    }

    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "lives/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client
    )
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Life", new StartOrchestrationOptions(id), request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    [Function("Say")]
    public static async Task<IResult> SayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "lives/{id}/{word}")] HttpRequest request,
        string id,
        string word,
        [DurableClient] DurableTaskClient client
    )
    {
        await client.RaiseEventAsync(id, "word", word, request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    [Function("Look")]
    public static async Task<IResult> LookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "lives/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client
    )
    {
        var life = await client.GetInstanceAsync(id, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        return life is null ? Results.NotFound() : Results.Text($"{life.RuntimeStatus} {life.SerializedOutput}");
    }
}
