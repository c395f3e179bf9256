namespace Usher.Tests.Fire;

/// <summary>A short fire; <c>dotnet run --project tests -- fire</c> is a long one.</summary>
public sealed class FireTests
{
    /// <summary>
    /// The worker is killed, then the host, then the receiver answers with errors; no runner dies, so no bot has to wait for a deadline.
    /// </summary>
    [Fact]
    public async Task Nothing_is_lost_or_done_twice_while_processes_die()
    {
        var options = new FireOptions(Seed: 283, Bots: 12, Length: TimeSpan.FromSeconds(12), HasExternalRunner: true);

        var result = await new FireRun(options, line => TestContext.Current.TestOutputHelper?.WriteLine(line)).RunAsync(
            TestContext.Current.CancellationToken
        );

        Assert.Empty(result.Violations);
        Assert.NotEmpty(result.Blows);
    }
}
