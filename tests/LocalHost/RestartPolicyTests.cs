using Usher.LocalHost.Workers;

namespace Usher.Tests.LocalHost;

public sealed class RestartPolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_third_error_within_30_minutes_ends_the_host()
    {
        var policy = new RestartPolicy();

        Assert.Equal(RestartDecision.Restart, policy.OnExit(1, Start));
        Assert.Equal(RestartDecision.Restart, policy.OnExit(137, Start.AddMinutes(29)));
        Assert.Equal(RestartDecision.EndHost, policy.OnError(Start.AddMinutes(58)));
    }

    [Fact]
    public void Errors_are_forgotten_after_more_than_30_minutes_without_one()
    {
        var policy = new RestartPolicy();
        policy.OnError(Start);
        policy.OnError(Start);

        Assert.Equal(RestartDecision.Restart, policy.OnError(Start.AddMinutes(31)));
    }

    [Fact]
    public void Exit_code_200_is_intended_and_not_counted_and_exit_code_0_is_final()
    {
        var policy = new RestartPolicy();

        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(RestartDecision.Restart, policy.OnExit(200, Start)));
        Assert.Equal(RestartDecision.StayClosed, policy.OnExit(0, Start));
    }

    [Fact]
    public void The_first_restart_is_immediate_and_later_ones_are_10_seconds_apart()
    {
        var policy = new RestartPolicy();

        Assert.Equal(TimeSpan.Zero, policy.PauseBeforeRestart(Start));
        Assert.Equal(TimeSpan.FromSeconds(9), policy.PauseBeforeRestart(Start.AddSeconds(1)));
        Assert.Equal(TimeSpan.Zero, policy.PauseBeforeRestart(Start.AddSeconds(20)));
    }
}
