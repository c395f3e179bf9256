using Microsoft.Azure.Functions.Worker;

namespace Usher.Tests.ScriptedApp;

/// <summary>
/// Does what the message says: <c>wait 2000</c>, <c>hold</c> (until it is told to end), <c>fail 2</c> (the first two times), or anything
/// else.
/// </summary>
public static class QueueFunctions
{
    [Function("OnMessage")]
    public static async Task OnMessageAsync(
        [QueueTrigger("%QUEUE%")] string message,
        string id,
        int dequeueCount,
        CancellationToken cancellationToken
    )
    {
        await Console.Out.WriteLineAsync($"called {message} ({id}), time {dequeueCount}");
        if (message.Split(' ') is ["wait", var milliseconds, ..])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(int.Parse(milliseconds, null)), TimeProvider.System, CancellationToken.None);
            await Console.Out.WriteLineAsync($"waited {message}");
        }

        if (message == "hold")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (message.Split(' ') is ["fail", var times] && dequeueCount <= int.Parse(times, null))
        {
            throw new InvalidOperationException($"This was asked for: {message}.");
        }
    }
}
