using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Newtonsoft.Json;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Records when a timer last fired and when it fires next, so that a missed timer fires once the host is back. Source of the blobs' names:
/// StorageScheduleMonitor of the WebJobs timers extension.
/// </summary>
internal sealed class BlobScheduleMonitor(BlobServiceClient blobs, string hostId, Action<string> report) : ScheduleMonitor
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("azure-webjobs-hosts");

    /// <summary>Null if unknown.</summary>
    public override async Task<ScheduleStatus?> GetStatusAsync(string timerName)
    {
        try
        {
            var blob = await Blob(timerName).DownloadContentAsync();
            return JsonConvert.DeserializeObject<ScheduleStatus>(blob.Value.Content.ToString());
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    // The timer's listener never fires again after an exception.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever storage throws: a timer that goes on is worth more than its status.")]
    public override async Task UpdateStatusAsync(string timerName, ScheduleStatus status)
    {
        try
        {
            await container.CreateIfNotExistsAsync();
            await Blob(timerName).UploadAsync(BinaryData.FromString(JsonConvert.SerializeObject(status)), overwrite: true);
        }
        catch (Exception exception)
        {
            report($"The status of timer {timerName} could not be stored: {exception.Message}");
        }
    }

    private BlobClient Blob(string timerName) => container.GetBlobClient($"timers/{hostId}/{timerName}/status");
}
