using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Usher.Tests.Fire.Checker;

/// <summary>Every webhook is delivered, genuine and identifiable.</summary>
internal static class WebhookRules
{
    private const string OfTheProject = "/project";

    /// <summary>How much later other instances of the app may learn of a secret.</summary>
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(70);

    /// <summary>Every state change reached its subscription at least once.</summary>
    public static IEnumerable<string> Arrive(FireLog log)
    {
        var arrived = log.Told.Select(told => (told.Path, Told: Content(told.Body))).ToHashSet();
        return Expected(log)
            .Where(expected => !arrived.Contains(expected))
            .Select(missing => $"{missing.Path} did not receive {missing.Told}.");
    }

    /// <summary>
    /// The secret that receivers hold signs however often it was replaced, and the older signature was made with a secret that existed. A
    /// webhook reports what happened and nothing else.
    /// </summary>
    public static IEnumerable<string> AreGenuine(FireLog log)
    {
        var happened = Expected(log).ToHashSet();
        foreach (var told in log.Told)
        {
            var held = Sign(log.WebhookSecret, $"{told.Id}.{told.Timestamp}.{told.Body}");
            if (!told.Signature.Split(' ').Contains($"v1,{held}") || !IsSignedByOneThatThereWas(log, told))
            {
                yield return $"{told.Id} is not signed correctly.";
            }

            if (!happened.Contains((told.Path, Content(told.Body))))
            {
                yield return $"{told.Path} received {Content(told.Body)}, which did not happen.";
            }
        }
    }

    /// <summary>One id and one body per event, however often it is delivered.</summary>
    public static IEnumerable<string> HaveStableIds(FireLog log) =>
        log
            .Told.GroupBy(told => (told.Path, Content(told.Body)))
            .Where(all => all.Select(told => (told.Id, told.Body)).Distinct().Count() > 1)
            .Select(all => $"{all.Key} arrived under several ids or in several forms.")
            .Concat(
                log.Told.GroupBy(told => told.Id)
                    .Where(all => all.Select(told => (told.Path, told.Body)).Distinct().Count() > 1)
                    .Select(all => $"{all.Key} is the id of several events.")
            );

    private static IEnumerable<(string Path, string Told)> Expected(FireLog log) =>
        log.Streams.SelectMany(stream =>
            stream.StateChanges.Select(next =>
                (
                    stream.Events[0].WebhookPath ?? OfTheProject,
                    $"{stream.Bot} #{next.Sequence} {next.Type} ({next.SubType}): {next.OldState} > {next.NewState}"
                )
            )
        );

    private static string Content(string body)
    {
        var root = JsonElement.Parse(body);
        var data = root.GetProperty("data");
        return $"{root.GetProperty("bot_id")} #{data.GetProperty("sequence_number")} {data.GetProperty("event_type")} ({data.GetProperty("event_sub_type")}): "
            + $"{data.GetProperty("old_state")} > {data.GetProperty("new_state")}";
    }

    private static bool IsSignedByOneThatThereWas(FireLog log, Told told)
    {
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(told.Timestamp, CultureInfo.InvariantCulture));
        return log.Rotations.Select(rotation => rotation.Secret)
                .OfType<byte[]>()
                .Prepend(log.WebhookSecret)
                .Any(secret => told.OwnSignature == Sign(secret, told.Body))
            || log.Rotations.Any(lost =>
                lost.Secret is null && lost.SentAt <= sentAt + TimeSpan.FromSeconds(1) && sentAt <= NextKnown(log, lost)
            );
    }

    /// <summary>Until when a secret may have signed that is unknown because its answer was lost.</summary>
    private static DateTimeOffset NextKnown(FireLog log, Rotation lost) =>
        log
            .Rotations.Where(next => next.Secret is not null && next.SentAt > lost.SentAt)
            .Select(next => next.AnsweredAt + KnownWithin)
            .DefaultIfEmpty(log.EndedAt)
            .Min();

    private static string Sign(byte[] secret, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
