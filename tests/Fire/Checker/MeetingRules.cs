namespace Usher.Tests.Fire.Checker;

/// <summary>What runners heard.</summary>
internal static class MeetingRules
{
    /// <summary>What was acknowledged is in the transcript, once and in order; and nothing is there that no runner reported.</summary>
    public static IEnumerable<string> WhatWasSaidIsKeptOnce(FireLog log)
    {
        var said = log.Runner.Where(act => act.Kind == "say").ToLookup(act => act.Bot);
        foreach (var bot in log.Shown.Where(bot => bot.Status == 200 && said.Contains(bot.Bot)))
        {
            var acts = said[bot.Bot].ToList();
            var kept = acts.Where(act => act.Status == 200).Select(act => act.Id!).Distinct().ToList();
            foreach (var id in kept.Except(bot.Transcript))
            {
                yield return $"{bot.Bot}: {id} was taken and is not in the transcript.";
            }

            foreach (var id in bot.Transcript.Except(acts.Select(act => act.Id!)))
            {
                yield return $"{bot.Bot}: {id} is in the transcript and nobody said it.";
            }

            // The runner says one thing after the other.
            if (!bot.Transcript.SequenceEqual(acts.Select(act => act.Id!).Distinct().Where(bot.Transcript.Contains)))
            {
                yield return $"{bot.Bot}: the transcript is out of order, or tells something twice: {string.Join(", ", bot.Transcript)}.";
            }
        }
    }

    /// <summary>What was acknowledged is in the feed, once and in order; and nothing is there that no runner reported.</summary>
    public static IEnumerable<string> WhatWasSaidIsFedOnce(FireLog log)
    {
        var said = log.Runner.Where(act => act.Kind == "say").ToLookup(act => act.Bot);
        var fed = log.FedTalk.ToLookup(one => one.Bot, one => one.Text);
        foreach (var bot in said.Select(acts => acts.Key).Union(fed.Select(texts => texts.Key)))
        {
            // What nobody has acknowledged may come behind what was said later.
            var kept = said[bot].Where(act => act.Status == 200).Select(act => act.Id!).Distinct().ToList();
            if (!fed[bot].Where(kept.Contains).SequenceEqual(kept))
            {
                yield return $"{bot}: {string.Join(", ", kept)} was taken, and the feed has {string.Join(", ", fed[bot])}.";
            }

            foreach (var text in fed[bot].CountBy(text => text).Where(text => text.Value > 1))
            {
                yield return $"{bot}: {text.Key} is in the feed {text.Value} times.";
            }

            foreach (var text in fed[bot].Except(said[bot].Select(act => act.Id!)))
            {
                yield return $"{bot}: {text} is in the feed and nobody said it.";
            }
        }
    }
}
