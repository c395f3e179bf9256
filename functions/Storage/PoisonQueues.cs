using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Usher.Storage;

/// <summary>
/// The queues <c>{name}-poison</c>, to which the Functions host moves messages that keep failing. The host creates them; a missing queue
/// counts as empty. Texts are moved unchanged, whatever their encoding.
/// </summary>
internal sealed partial class PoisonQueues(Func<string, QueueClient> queues)
{
    public const int MaxRetried = 1000;

    private const int MaxAtOnce = 32;
    private static readonly TimeSpan HiddenFor = TimeSpan.FromMinutes(1);

    /// <summary>The first 32 messages of each queue.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> PeekAsync(CancellationToken cancellationToken)
    {
        List<PoisonMessage> found = [];
        foreach (var name in BotQueues.Names)
        {
            var messages = await OrEmptyAsync(async () => (await Poison(name).PeekMessagesAsync(MaxAtOnce, cancellationToken)).Value);
            found.AddRange(
                messages.Select(message => new PoisonMessage(name, message.MessageId, BotIn(message.MessageText), message.InsertedOn))
            );
        }

        return found;
    }

    /// <summary>The approximate number of messages in all queues.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var name in BotQueues.Names)
        {
            count += (
                await OrEmptyAsync<long>(async () =>
                    [(await Poison(name).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong]
                )
            ).Sum();
        }

        return count;
    }

    /// <summary>
    /// Adds each message to its queue before deleting it here: after a crash in between, it is handled twice, which is harmless.
    /// </summary>
    /// <returns>The number of messages moved back, at most 1,000; null if there is no such queue.</returns>
    public async Task<int?> RetryAsync(string name, CancellationToken cancellationToken)
    {
        if (!BotQueues.Names.Contains(name))
        {
            return null;
        }

        var (poison, queue, count) = (Poison(name), queues(name), 0);
        while (count < MaxRetried)
        {
            var messages = await OrEmptyAsync(async () =>
                (await poison.ReceiveMessagesAsync(MaxAtOnce, HiddenFor, cancellationToken)).Value
            );
            foreach (var message in messages)
            {
                await queue.SendMessageAsync(
                    message.MessageText,
                    visibilityTimeout: null,
                    timeToLive: TimeSpan.FromSeconds(-1),
                    cancellationToken
                );
                await poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                count++;
            }

            if (messages.Length == 0)
            {
                break;
            }
        }

        return count;
    }

    private QueueClient Poison(string name) => queues($"{name}-poison");

    private static async Task<T[]> OrEmptyAsync<T>(Func<Task<T[]>> read)
    {
        try
        {
            return await read();
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    private static string? BotIn(string text)
    {
        var bytes = new byte[text.Length];
        var plain = Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : text;
        return BotPattern().Match(plain) is { Success: true } match ? match.Value : null;
    }

    [GeneratedRegex("bot_[0-9A-Za-z]{16}", RegexOptions.NonBacktracking)]
    private static partial Regex BotPattern();
}
