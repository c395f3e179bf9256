using System.Buffers;
using System.Buffers.Text;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>A position in a project's feed: the last number read from each shard. Its text is opaque to callers.</summary>
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

    /// <returns>Null if the text is not a position that this class wrote.</returns>
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

    /// <summary>A base-128 varint per shard: seven bits per byte, lowest first, with the eighth bit set if more follow.</summary>
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
