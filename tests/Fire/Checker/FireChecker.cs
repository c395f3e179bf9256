namespace Usher.Tests.Fire.Checker;

/// <summary>
/// Decides whether what the parties observed keeps Usher's promises. Pure and independent: it shares no code with the app, so it cannot
/// repeat the app's mistakes.
/// </summary>
internal static class FireChecker
{
    /// <summary>The rules, by the names under which violations are reported.</summary>
    public static readonly IReadOnlyDictionary<string, Func<FireLog, IEnumerable<string>>> Rules = new Dictionary<
        string,
        Func<FireLog, IEnumerable<string>>
    >
    {
        ["acknowledged bots exist"] = BotRules.AcknowledgedBotsExist,
        ["bots end"] = BotRules.BotsEnd,
        ["no failure without a reason"] = BotRules.NoFailureWithoutAReason,
        ["joined once"] = JoinRules.JoinedOnce,
        ["never after the deletion"] = JoinRules.NeverAfterTheDeletion,
        ["joined in time"] = JoinRules.JoinedInTime,
        ["webhooks arrive"] = WebhookRules.Arrive,
        ["webhooks are genuine"] = WebhookRules.AreGenuine,
        ["webhooks have stable ids"] = WebhookRules.HaveStableIds,
        ["no gaps"] = StreamRules.NoGaps,
        ["shown is folded"] = StreamRules.ShownIsFolded,
        ["acknowledged changes are kept"] = StreamRules.AcknowledgedChangesAreKept,
        ["reports are kept once"] = StreamRules.ReportsAreKeptOnce,
        ["deduplication keys are not shared"] = KeyRules.DeduplicationKeysAreNotShared,
        ["keyed answers are equal"] = KeyRules.KeyedAnswersAreEqual,
        ["keyed requests are carried out once"] = KeyRules.KeyedRequestsAreCarriedOutOnce,
        ["the limit of concurrent bots holds"] = SlotRules.TheLimitHolds,
        ["no place leaks"] = SlotRules.NoPlaceLeaks,
        ["what was said is kept once"] = MeetingRules.WhatWasSaidIsKeptOnce,
        ["what was said is fed once"] = MeetingRules.WhatWasSaidIsFedOnce,
        ["what was written is kept once"] = MeetingRules.WhatWasWrittenIsKeptOnce,
        ["the recording is served"] = MeetingRules.TheRecordingIsServed,
        ["taken batches are taken again"] = AnswerRules.TakenBatchesAreTakenAgain,
        ["rubbish is refused"] = AnswerRules.RubbishIsRefused,
        ["no server error without an outage"] = AnswerRules.NoServerErrorWithoutAnOutage,
    };

    public static IReadOnlyList<Violation> Check(FireLog log) =>
        [.. Rules.SelectMany(rule => rule.Value(log).Select(text => new Violation(rule.Key, text)))];
}
