namespace Usher.Tests.Fire.Checker;

/// <summary>What runners heard, saw and recorded.</summary>
internal static class MeetingRules
{
    /// <summary>
    /// Every acknowledged utterance is in the transcript, once and in order; and nothing is there that no runner reported.
    /// </summary>
    public static IEnumerable<string> WhatWasSaidIsKeptOnce(FireLog log)
    {
        var said = log.Runner.Where(act => act.Kind == "say").ToLookup(act => act.Bot);
        foreach (var bot in log.Shown.Where(bot => bot.Status == 200 && said.Contains(bot.Bot)))
        {
            var acts = said[bot.Bot].ToList();
            var kept = acts.Where(act => act.Status == 200).Select(act => act.Id!).Distinct().ToList();
            foreach (var id in kept.Except(bot.Transcript))
            {
                yield return $"{bot.Bot}: {id} was accepted but is not in the transcript.";
            }

            foreach (var id in bot.Transcript.Except(acts.Select(act => act.Id!)))
            {
                yield return $"{bot.Bot}: {id} is in the transcript but nobody said it.";
            }

            // The runner says one thing after another.
            if (!bot.Transcript.SequenceEqual(acts.Select(act => act.Id!).Distinct().Where(bot.Transcript.Contains)))
            {
                yield return $"{bot.Bot}: the transcript is out of order or contains duplicates: {string.Join(", ", bot.Transcript)}.";
            }
        }
    }

    /// <summary>Every acknowledged utterance is in the feed, once and in order; and nothing is there that no runner reported.</summary>
    public static IEnumerable<string> WhatWasSaidIsFedOnce(FireLog log)
    {
        var said = log.Runner.Where(act => act.Kind == "say").ToLookup(act => act.Bot);
        var fed = log.FedTalk.ToLookup(one => one.Bot, one => one.Text);
        foreach (var bot in said.Select(acts => acts.Key).Union(fed.Select(texts => texts.Key)))
        {
            // Unacknowledged utterances may arrive after later ones.
            var kept = said[bot].Where(act => act.Status == 200).Select(act => act.Id!).Distinct().ToList();
            if (!fed[bot].Where(kept.Contains).SequenceEqual(kept))
            {
                yield return $"{bot}: {string.Join(", ", kept)} was accepted, but the feed has {string.Join(", ", fed[bot])}.";
            }

            foreach (var text in fed[bot].CountBy(text => text).Where(text => text.Value > 1))
            {
                yield return $"{bot}: {text.Key} is in the feed {text.Value} times.";
            }

            foreach (var text in fed[bot].Except(said[bot].Select(act => act.Id!)))
            {
                yield return $"{bot}: {text} is in the feed but nobody said it.";
            }
        }
    }

    /// <summary>
    /// Every acknowledged message is in the chat once, in order and as last edited; and nothing is there that no runner reported.
    /// </summary>
    public static IEnumerable<string> WhatWasWrittenIsKeptOnce(FireLog log)
    {
        var written = log.Runner.Where(act => act.Kind == "write").ToLookup(act => act.Bot);
        foreach (var bot in log.Shown.Where(bot => bot.Status == 200 && written.Contains(bot.Bot)))
        {
            var versions = ChatVersion.Of(written[bot.Bot]).ToDictionary(version => version.Text);
            var messages = versions.Values.GroupBy(version => version.Source).ToDictionary(all => all.Key, all => all.ToList());
            var shown = bot.Chat.Where(versions.ContainsKey).Select(text => versions[text]).ToList();
            foreach (var text in bot.Chat.Where(text => !versions.ContainsKey(text)))
            {
                yield return $"{bot.Bot}: '{text}' is in the chat but nobody wrote it.";
            }

            foreach (var (source, all) in messages)
            {
                var count = shown.Count(version => version.Source == source);
                if (count > 1 || (count == 0 && all.Exists(version => version.Sending.TakenAt is not null)))
                {
                    yield return $"{bot.Bot}: {source} is in the chat {count} times.";
                }
            }

            foreach (var version in shown)
            {
                if (
                    messages[version.Source].Find(later => later.Sending.TakenAt is not null && version.Sending.IsBefore(later.Sending)) is
                    { } edit
                )
                {
                    yield return $"{bot.Bot}: '{version.Text}' is in the chat although it was edited to '{edit.Text}'.";
                }
            }

            for (var place = 1; place < shown.Count; place++)
            {
                var (later, earlier) = (messages[shown[place].Source], shown.Take(place).Select(version => messages[version.Source]));
                if (earlier.Any(message => message != later && ChatVersion.IsBefore(later, message)))
                {
                    yield return $"{bot.Bot}: the chat is out of order: {string.Join(", ", bot.Chat)}.";
                }
            }
        }
    }

    /// <summary>If a recording's report was acknowledged, the file uploaded last is served whole; without a report, none is.</summary>
    public static IEnumerable<string> TheRecordingIsServed(FireLog log)
    {
        var acts = log.Runner.ToLookup(act => act.Bot);
        foreach (var bot in log.Shown.Where(bot => bot.Status == 200 && acts.Contains(bot.Bot)))
        {
            var reports = acts[bot.Bot].Where(act => act is { Kind: "report", Type: "recording_saved" }).ToList();
            var files = acts[bot.Bot].Where(act => act.Kind == "upload").ToLookup(act => act.Id!);
            if (bot.Recording is not { } served)
            {
                if (reports.Exists(act => act.IsDone) && files.Any(attempts => attempts.Any(act => act.IsDone)))
                {
                    yield return $"{bot.Bot}: its recording was accepted but is not served.";
                }
            }
            else if (reports.Count == 0)
            {
                yield return $"{bot.Bot}: a recording is served that nobody reported.";
            }
            else if (!files.Contains(served))
            {
                yield return $"{bot.Bot}: the served recording was never uploaded: {served}.";
            }
            else if (files.Any(other => IsReplaced(files[served], other)))
            {
                yield return $"{bot.Bot}: {served} is served although it was replaced.";
            }
        }
    }

    /// <summary>Every upload counts: one without an answer may still arrive after all others.</summary>
    private static bool IsReplaced(IEnumerable<RunnerAct> file, IEnumerable<RunnerAct> other) =>
        other.FirstOrDefault(act => act.IsDone) is { } last && file.All(act => act.Status is not null && act.At <= last.SentAt);
}
