namespace Usher.Tests.Fire;

/// <summary>What follows from the seed: the bots, and the blows, of which a run takes as many as there is time for.</summary>
internal sealed record FirePlan(IReadOnlyList<PlannedBot> Bots, IReadOnlyList<PlannedBlow> Blows)
{
    private const int MaxBlows = 10_000;
    private const double ShareOfBreaks = 0.65;
    private static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    /// <summary>What the app promises most about comes most often.</summary>
    private static readonly Blow[] Weighted =
    [
        Blow.KillWorker,
        Blow.KillWorker,
        Blow.KillWorker,
        Blow.PauseWorker,
        Blow.PauseWorker,
        Blow.KillHost,
        Blow.KillHost,
        Blow.PauseHost,
        Blow.PauseStorage,
        Blow.RestartStorage,
        Blow.KillWorkerWithoutStorage,
        Blow.KillReceiver,
        Blow.PauseReceiver,
    ];

    public static FirePlan Of(FireOptions options)
    {
        var (bots, blows) = (new Random(options.Seed), new Random(options.Seed + 1));
        return new FirePlan(
            [.. Enumerable.Range(1, options.Bots).Select(number => Bot(number, options, bots))],
            [.. Enumerable.Range(0, options.Blows ?? MaxBlows).Select(_ => NextBlow(options, blows))]
        );
    }

    /// <summary>
    /// If the number of blows is given, breaks and pauses are short enough for about that many to fit: recovery takes most of the time.
    /// </summary>
    private static PlannedBlow NextBlow(FireOptions options, Random random)
    {
        var pace = options.Blows is { } count ? Math.Min(1, ShareOfBreaks * (options.Length / count / LongestBreak)) : 1;
        return new PlannedBlow(
            Between(random, 0.1, LongestBreak.TotalSeconds) * pace,
            Weighted[random.Next(Weighted.Length)],
            Between(random, 0.2, LongestPause.TotalSeconds) * pace
        );
    }

    private static PlannedBot Bot(int number, FireOptions options, Random random)
    {
        // A short fire does not wait long.
        var longestWait = Math.Min(40, 3 + (options.Length.TotalSeconds / 2));
        TimeSpan? joinIn = random.NextDouble() switch
        {
            < 0.3 => null,
            < 0.85 => Between(random, 3, longestWait),
            _ => TimeSpan.FromHours(1),
        };
        return new PlannedBot(
            number,
            options.Length * 0.9 * random.NextDouble(),
            joinIn,
            random.NextDouble() < 0.15 ? $"seed {options.Seed}, meeting {random.Next(1 + (options.Bots / 3))}" : null,
            random.NextDouble() < 0.5,
            random.NextDouble() < 0.2,
            random.NextDouble() < 0.1,
            Steps(joinIn, longestWait, random)
        );
    }

    private static List<PlannedStep> Steps(TimeSpan? joinIn, double longestWait, Random random)
    {
        List<PlannedStep> steps = [];
        for (var count = random.Next(5); count > 0; count--)
        {
            var wish = random.NextDouble() switch
            {
                < 0.3 => Wish.Patch,
                < 0.55 => Wish.Reschedule,
                < 0.8 => Wish.Move,
                < 0.9 => Wish.Leave,
                _ => Wish.Delete,
            };
            TimeSpan? newTime = wish is Wish.Reschedule or Wish.Move ? Between(random, 2, longestWait) : null;
            steps.Add(new PlannedStep(Between(random, 0.1, 8), wish, newTime, random.NextDouble() < 0.4));
        }

        // Of the bots that would join in an hour, some are rescheduled to join soon, and some are left alone.
        if (joinIn > TimeSpan.FromMinutes(10) && random.NextDouble() < 0.5)
        {
            steps.Add(new PlannedStep(Between(random, 0.1, 3), Wish.Reschedule, Between(random, 2, 10), IsKeyed: true));
        }

        return steps;
    }

    private static TimeSpan Between(Random random, double low, double high) =>
        TimeSpan.FromSeconds(low + ((high - low) * random.NextDouble()));
}
