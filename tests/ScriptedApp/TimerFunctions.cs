using Microsoft.Azure.Functions.Worker;

namespace Usher.Tests.ScriptedApp;

public static class TimerFunctions
{
    [Function("Tick")]
    public static Task TickAsync([TimerTrigger("%SCHEDULE%")] TimerInfo timer) =>
        Console.Out.WriteLineAsync($"ticked, {(timer.IsPastDue ? "late" : "on time")}");
}
