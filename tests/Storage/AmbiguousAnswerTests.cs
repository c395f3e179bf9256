using Usher.Tests.Support;

namespace Usher.Tests.Storage;

/// <summary>The connection to storage fails at the worst moments; nothing is lost and nothing is done twice.</summary>
public sealed class AmbiguousAnswerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private TableProxy proxy = null!;
    private TestApp app = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = new TableProxy(azurite.ConnectionString);
        app = await TestApp.StartAsync(proxy.ConnectionString, TimeProvider.System, options => options.Retry.NetworkTimeout = Patience);
        Assert.Equal(200, (await app.Client.SendAsync("GET", "/api/v1/bots")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(Fate.CutBefore, 2)]
    [InlineData(Fate.CutAfter, 1)]
    [InlineData(Fate.AnswerIsLate, 1)]
    [InlineData(Fate.RequestIsLate, 2)]
    internal async Task A_creation_is_carried_out_once(Fate fate, int sent)
    {
        proxy.Next = fate;

        var (status, body) = await app.Client.SendAsync(
            "POST",
            "/api/v1/bots",
            """{"meeting_url": "https://zoom.us/j/1", "bot_name": "x", "deduplication_key": "once"}"""
        );
        var transactions = proxy.Transactions;
        await LateOneHasComeAsync(fate);

        Assert.Equal((201, sent), (status, transactions));
        var listed = (await app.Client.SendAsync("GET", "/api/v1/bots")).Body.GetProperty("results");
        Assert.Equal([body.GetProperty("id").GetString()], listed.EnumerateArray().Select(bot => bot.GetProperty("id").GetString()));
        Assert.Equal(["join_requested"], await EventsAsync(body.GetProperty("id").GetString()!));
    }

    [Theory]
    [InlineData(Fate.CutBefore, 2)]
    [InlineData(Fate.CutAfter, 1)]
    [InlineData(Fate.AnswerIsLate, 1)]
    [InlineData(Fate.RequestIsLate, 2)]
    internal async Task A_leave_and_a_report_are_carried_out_once(Fate fate, int sent)
    {
        var bot = await app.CreateBotAsync();
        foreach (
            var send in (Func<Task<int>>[])
                [
                    async () => (await app.ReportAsync(bot, "joined_meeting")).Status,
                    async () => (await app.Client.SendAsync("PATCH", $"/api/v1/bots/{bot}", """{"metadata": {"a": "b"}}""")).Status,
                    async () => (await app.Client.SendAsync("POST", $"/api/v1/bots/{bot}/leave")).Status,
                ]
        )
        {
            var before = proxy.Transactions;
            proxy.Next = fate;
            Assert.Equal((200, sent), (await send(), proxy.Transactions - before));
            await LateOneHasComeAsync(fate);
        }

        Assert.Equal(["join_requested", "joined_meeting", "updated", "leave_requested"], await EventsAsync(bot));
    }

    private Task LateOneHasComeAsync(Fate fate) =>
        fate == Fate.RequestIsLate ? proxy.LetLateRequestThroughAsync(TestContext.Current.CancellationToken) : Task.CompletedTask;

    private async Task<IEnumerable<string?>> EventsAsync(string bot) =>
        (await app.Client.SendAsync("GET", $"/api/v1/bots/{bot}/events"))
            .Body.GetProperty("results")
            .EnumerateArray()
            .Select(result => result.GetProperty("type").GetString());
}
