using System.Buffers;
using System.Buffers.Text;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>A place in a project's feed: the last number that was read of each shard. As text it is opaque to callers.</summary>
internal sealed class FeedPlace
{
    public static readonly FeedPlace Start = new(new long[BotId.Shards]);

    private const int MaxBytes = 9;
    private readonly long[] numbers;

    private FeedPlace(long[] numbers) => this.numbers = numbers;

    public long this[int shard] => numbers[shard];

    public FeedPlace With(int shard, long number)
    {
        var copy = numbers.ToArray();
        copy[shard] = number;
        return new FeedPlace(copy);
    }

    /// <returns>Null: none that we made.</returns>
    public static FeedPlace? Parse(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length > BotId.Shards * MaxBytes)
        {
            return null;
        }

        var (numbers, shard, shift) = (new long[BotId.Shards], 0, 0);
        foreach (var part in Base64Url.DecodeFromChars(text))
        {
            if (shard == numbers.Length || shift > 7 * (MaxBytes - 1))
            {
                return null;
            }

            numbers[shard] |= (long)(part & 0x7F) << shift;
            (shard, shift) = part < 0x80 ? (shard + 1, 0) : (shard, shift + 7);
        }

        return shard == numbers.Length ? new FeedPlace(numbers) : null;
    }

    /// <summary>Seven bits of a number in each byte, the lowest first, the eighth bit where more follow.</summary>
    public override string ToString()
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var number in numbers)
        {
            var rest = number;
            for (; rest >= 0x80; rest >>= 7)
            {
                bytes.Write([(byte)(rest | 0x80)]);
            }

            bytes.Write([(byte)rest]);
        }

        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }
}
