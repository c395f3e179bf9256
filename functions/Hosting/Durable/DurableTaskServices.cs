using System.Diagnostics.CodeAnalysis;

namespace Usher.Hosting.Durable;

internal static class DurableTaskServices
{
    /// <summary>What queue and timer triggers need to offer a <see cref="DurableTaskClient"/>.</summary>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services) =>
        services.AddSingleton(_ => new DurableTaskClientFactory(CreateHttpClient()));

    /// <summary>For the host on this machine: no proxy, and no redirect, which would turn a POST into a GET.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns the handler, and lives as long as the process.")]
    private static HttpClient CreateHttpClient()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new HttpClient(handler, disposeHandler: true) { Timeout = TimeSpan.FromSeconds(30) };
    }
}
