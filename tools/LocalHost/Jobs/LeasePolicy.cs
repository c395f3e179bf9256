using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Makes the extension receive messages with our own lease from the start. Shortening it afterwards would leave a gap: a host killed in
/// between would hide the message for the extension's 10 minutes.
/// </summary>
internal sealed class LeasePolicy(TimeSpan lease) : HttpPipelineSynchronousPolicy
{
    /// <summary>
    /// The value that the extension requests. Source: QueueListener of Microsoft.Azure.WebJobs.Extensions.Storage.Queues.
    /// </summary>
    private const string TenMinutes = "visibilitytimeout=600";

    private readonly string ours = string.Create(CultureInfo.InvariantCulture, $"visibilitytimeout={lease.TotalSeconds:F0}");

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        if (request.Method == RequestMethod.Get && request.Uri.Path.EndsWith("/messages", StringComparison.Ordinal))
        {
            request.Uri.Query = request.Uri.Query.Replace(TenMinutes, ours, StringComparison.Ordinal);
        }
    }
}
