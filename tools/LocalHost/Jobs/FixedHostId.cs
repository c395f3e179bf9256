using Microsoft.Azure.WebJobs.Host.Executors;

namespace Usher.LocalHost.Jobs;

/// <summary>The name under which the host stores its timers' statuses; the same at every start.</summary>
internal sealed class FixedHostId(string id) : IHostIdProvider
{
    public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(id);
}
