using System.Net.Http.Headers;
using Usher.Tests.Fire.Checker;

namespace Usher.Tests.Fire;

/// <summary>One run: clients, runner and tormentor at the same time, then calm, then the checker.</summary>
internal sealed class FireRun(FireOptions options, Action<string> report)
{
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(6);
    private const int Rotations = 10;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <summary>Time for bots whose runner abandoned them, and for webhooks that found their receiver down more than once.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(6);

    private readonly FirePlan plan = FirePlan.Of(options);
    private readonly FireJournal journal = new();
    private readonly TimeProvider clock = TimeProvider.System;

    public async Task<FireResult> RunAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        report(
            $"Seed {options.Seed}: {options.Bots} bots in {options.Length:hh\\:mm\\:ss}, {(options.HasExternalRunner ? "an external runner" : "the simulated runner")}."
        );
        await using var stage = await FireStage.StartAsync(options);
        using var http = new HttpClient { BaseAddress = stage.Url, Timeout = ClientTimeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", stage.ApiKey);
        using var patient = new HttpClient { BaseAddress = stage.Url };
        patient.DefaultRequestHeaders.Authorization = http.DefaultRequestHeaders.Authorization;
        using var runnerHttp = new HttpClient { Timeout = ClientTimeout };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        var runner = options.HasExternalRunner
            ? new FireRunner(runnerHttp, stage.ConnectionString, options.Seed, journal, stage.Uploads, clock).RunAsync(end.Token)
            : Task.CompletedTask;
        using var calm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = TellProgressAsync(start, calm.Token);
        var rotations = RotateAsync(stage, calm.Token);
        var clients = Task.WhenAll(
            plan.Bots.Select(bot => new FireClient(http, stage.Receivers.Url, bot, journal, clock).LiveAsync(cancellationToken))
        );
        using (var torment = new FireTorment(stage, clock))
        {
            // The receiver is hit in the meantime: its troubles are its own.
            await Task.WhenAll(
                plan.Blows.GroupBy(blow => blow.HitsReceiver).Select(blows => TormentAsync(torment, blows, cancellationToken))
            );
        }

        await clients;
        await calm.CancelAsync();

        var (log, violations) = await SettleAsync(new FireWitness(options, stage, patient, runnerHttp, journal), start, cancellationToken);
        await end.CancelAsync();
        await Task.WhenAll(Quietly(runner), Quietly(progress), Quietly(rotations));
        var result = new FireResult(
            options,
            violations,
            log.Streams.Count(),
            log.Calls.Count + log.Runner.Count(act => act.Kind is not ("receive" or "abandon")),
            [.. journal.Blows()],
            JoinRules.LongestLateness(log),
            clock.GetElapsedTime(start)
        );
        report($"{result}");
        if (violations.Count > 0)
        {
            report($"Everything observed is in {FireWitness.Write(options, log, violations, stage.HostLines)}.");
        }

        return result;
    }

    private async Task TormentAsync(FireTorment torment, IEnumerable<PlannedBlow> blows, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        foreach (var blow in blows)
        {
            await Task.Delay(blow.After, clock, cancellationToken);
            if (options.Blows is null && clock.GetElapsedTime(start) > options.Length)
            {
                return;
            }

            journal.Outages.Enqueue(await torment.HitAsync(blow, cancellationToken));
        }
    }

    /// <summary>
    /// Lets whatever is still on its way arrive: checks the rules until they hold or patience runs out. While bots are still moving it only
    /// follows the feed, since reading everything would slow them down.
    /// </summary>
    private async Task<(FireLog Log, IReadOnlyList<Violation> Violations)> SettleAsync(
        FireWitness witness,
        long runStart,
        CancellationToken cancellationToken
    )
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            while (await witness.FollowAsync(cancellationToken) is > 0 and var count && clock.GetElapsedTime(start) < Calm)
            {
                report($"{clock.GetElapsedTime(runStart):mm\\:ss} calm; {count} more events");
                await Task.Delay(ProgressInterval, clock, cancellationToken);
            }

            var log = await witness.ReadAsync(cancellationToken);
            var violations = FireChecker.Check(log);
            if (violations.Count == 0 || clock.GetElapsedTime(start) > Calm)
            {
                return (log, violations);
            }

            var waiting = violations
                .GroupBy(violation => violation.Rule)
                .Select(rule => $"{rule.Key} ({rule.Count()}): {rule.First().Text}");
            report($"{clock.GetElapsedTime(runStart):mm\\:ss} calm; not satisfied yet: {string.Join(" ", waiting)}");
            await Task.Delay(ProgressInterval, clock, cancellationToken);
        }
    }

    /// <summary>Acts as an operator who replaces the webhooks' secret again and again without waiting.</summary>
    private async Task RotateAsync(FireStage stage, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.Length / Rotations, clock, cancellationToken);
            for (var repeated = 0; repeated < 2; repeated++)
            {
                var sentAt = clock.GetUtcNow();
                var secret = await stage.RotateSecretAsync(cancellationToken);
                journal.Rotations.Enqueue(new Rotation(sentAt, clock.GetUtcNow(), secret));
            }
        }
    }

    private async Task TellProgressAsync(long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(ProgressInterval, clock, cancellationToken);
            report($"{clock.GetElapsedTime(start):mm\\:ss} {journal.Progress()}");
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
