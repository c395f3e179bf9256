using Usher.LocalHost;
using Usher.LocalHost.Configuration;

namespace Usher.Tests.Hosting;

public sealed class HostJsonTests
{
    /// <summary>
    /// A message that fails comes again after the visibility timeout, and after so many tries it is put aside for good: an announcement whose events nobody hears of, a command
    /// that no runner gets. Tables may be away for minutes, and a handler may die over one message again and again.
    /// </summary>
    [Fact]
    public void A_queue_message_outlives_an_hour_of_failures()
    {
        var queues = HostJson.Load(Repository.Root).Queues;

        Assert.True(queues.MaxDequeueCount * queues.VisibilityTimeout >= TimeSpan.FromHours(1));
    }
}
