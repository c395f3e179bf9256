using Usher.Hosting;

namespace Usher.Tests.Hosting;

public sealed class TimerTriggerTests
{
    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task The_timer_is_an_object_and_not_a_text(string isPastDue, bool expected)
    {
        Assert.Equal(expected, await TickAsync($$$$"""
            {"Data":{"timer":{"Schedule":{"AdjustForDST":true},
               "ScheduleStatus":{"Last":"2024-05-01T09:55:00+00:00","Next":"2024-05-01T10:00:00+00:00","LastUpdated":"2024-05-01T09:55:00+00:00"},
               "IsPastDue":{{{{isPastDue}}}}}},
             "Metadata":{"sys":{"MethodName":"Tick","UtcNow":"2024-05-01T10:00:00Z","RandGuid":"5f"}}}
            """));
    }

    [Fact]
    public async Task There_may_be_no_schedule_status() =>
        Assert.True(await TickAsync("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}},"Metadata":{}}"""));

    private static async Task<bool?> TickAsync(string envelope)
    {
        bool? isPastDue = null;
        await using var server = await HandlerServer.StartAsync(app => app.MapTimerTrigger("Tick", (trigger, _) =>
        {
            isPastDue = trigger.IsPastDue;
            return Task.CompletedTask;
        }));
        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", await server.SucceedAsync("Tick", envelope));
        return isPastDue;
    }
}
