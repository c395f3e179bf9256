using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Usher.Tests.Fire.Checker;

/// <summary>Everything is told, truly and recognizably.</summary>
internal static class WebhookRules
{
    private const string OfTheProject = "/project";

    /// <summary>Every state change reached its subscription at least once.</summary>
    public static IEnumerable<string> Arrive(FireLog log)
    {
        var arrived = log.Told.Select(told => (told.Path, Told: Content(told.Body))).ToHashSet();
        return Expected(log).Where(expected => !arrived.Contains(expected)).Select(missing => $"{missing.Path} was not told {missing.Told}.");
    }

    /// <summary>Both signatures are right, and it tells what has happened and nothing else.</summary>
    public static IEnumerable<string> AreGenuine(FireLog log)
    {
        var happened = Expected(log).ToHashSet();
        foreach (var told in log.Told)
        {
            if (!told.Signature.Split(' ').Contains("v1," + Sign(log.WebhookSecret, $"{told.Id}.{told.Timestamp}.{told.Body}")) || told.OwnSignature != Sign(log.WebhookSecret, told.Body))
            {
                yield return $"{told.Id} is not signed right.";
            }

            if (!happened.Contains((told.Path, Content(told.Body))))
            {
                yield return $"{told.Path} was told {Content(told.Body)}, which did not happen.";
            }
        }
    }

    /// <summary>One id and one body for one event, however often it is told.</summary>
    public static IEnumerable<string> HaveStableIds(FireLog log) =>
        log.Told.GroupBy(told => (told.Path, Content(told.Body))).Where(all => all.Select(told => (told.Id, told.Body)).Distinct().Count() > 1)
            .Select(all => $"{all.Key} came under several ids or in several forms.")
            .Concat(log.Told.GroupBy(told => told.Id).Where(all => all.Select(told => (told.Path, told.Body)).Distinct().Count() > 1)
                .Select(all => $"{all.Key} is the id of several things."));

    private static IEnumerable<(string Path, string Told)> Expected(FireLog log) => log.Streams.SelectMany(stream => stream.StateChanges.Select(next => (
        stream.Events[0].WebhookPath ?? OfTheProject,
        $"{stream.Bot} #{next.Sequence} {next.Type} ({next.SubType}): {next.OldState} > {next.NewState}")));

    private static string Content(string body)
    {
        var root = JsonElement.Parse(body);
        var data = root.GetProperty("data");
        return $"{root.GetProperty("bot_id")} #{data.GetProperty("sequence_number")} {data.GetProperty("event_type")} ({data.GetProperty("event_sub_type")}): "
            + $"{data.GetProperty("old_state")} > {data.GetProperty("new_state")}";
    }

    private static string Sign(byte[] secret, string text) => Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
