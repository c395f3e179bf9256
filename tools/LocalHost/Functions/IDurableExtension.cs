namespace Usher.LocalHost.Functions;

/// <summary>The part of the host that runs orchestrations. One instance lives as long as one life of the host.</summary>
internal interface IDurableExtension
{
    /// <summary>Recovers what an earlier host left unfinished, and begins to work.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes on no more work and waits for the turns that run. From the call on their handler is being killed: a failed invocation is then no failure of
    /// its orchestration but a turn to be repeated by the next host.
    /// </summary>
    Task StopAsync();

    /// <summary>The HTTP management API below <c>/runtime/webhooks/durabletask</c>.</summary>
    void MapManagementApi(IEndpointRouteBuilder endpoints);

    /// <summary>The JSON text that a durableClient input binding holds.</summary>
    /// <param name="httpBaseUrl">Of the management API, as the handler reaches it.</param>
    string ClientPayload(Uri httpBaseUrl);
}
