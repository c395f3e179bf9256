using Usher.Bots;
using Usher.Storage;

namespace Usher.Verification;

/// <summary>The activity of a verification: one page of a shard. Safe to run twice: a repaired bot no longer differs.</summary>
internal sealed class VerifyShard(StreamVerification verification)
{
    [Function(nameof(VerifyShard))]
    public async Task<VerifiedPage> RunAsync([ActivityTrigger] ShardPage page, CancellationToken cancellationToken)
    {
        BotId? after = page.After is { } id ? BotId.Parse(id) : null;
        var verified = await verification.VerifyAsync(page.Project, page.Shard, after, page.Repair, cancellationToken);
        return new VerifiedPage(verified.Bots, [.. verified.Differences.Select(VerifiedBot.From)], verified.Next?.ToString());
    }
}
