using FsCheck;
using FsCheck.Fluent;
using Usher.Bots;

namespace Usher.Tests.Bots;

public sealed class BotIdTests
{
    private static readonly Arbitrary<DateTimeOffset> Times = Gen.Choose(0, int.MaxValue)
        .Select(seconds => BotId.Epoch.AddSeconds(seconds).AddMilliseconds(seconds % 1000))
        .ToArbitrary();

    [Fact]
    public void Ids_sort_by_creation_time() =>
        Prop.ForAll(
                Times,
                Times,
                (one, other) =>
                {
                    var (first, second) = (BotId.New(one, null).ToString()[..11], BotId.New(other, null).ToString()[..11]);
                    Assert.Equal(one.CompareTo(other), Math.Sign(string.CompareOrdinal(first, second)));
                }
            )
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void An_id_encodes_its_bots_creation_time_and_round_trips() =>
        Prop.ForAll(
                Times,
                time =>
                {
                    var id = BotId.New(time, null);
                    Assert.Equal(time, id.CreatedAt);
                    Assert.Equal(id, BotId.Parse(id.ToString()));
                    Assert.InRange(id.Shard, 0, 15);
                    Assert.True(string.CompareOrdinal(BotId.FirstAt(time).ToString(), id.ToString()) <= 0);
                }
            )
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Bots_with_one_deduplication_key_live_in_one_shard() =>
        Assert.Single(Enumerable.Range(0, 50).Select(_ => BotId.New(BotId.Epoch, "key").Shard).Distinct());

    [Theory]
    [InlineData("")]
    [InlineData("bot_")]
    [InlineData("bot_AAAAAAAAAAAAAAAA1")]
    [InlineData("bot_AAAAAAA-AAAAAAAA")]
    [InlineData("bot_0000000z00000000")]
    [InlineData("Bot_0000000000000000")]
    [InlineData("bot_000000é000000000")]
    public void Any_other_text_is_not_an_id(string text) => Assert.False(BotId.TryParse(text, out _));
}
