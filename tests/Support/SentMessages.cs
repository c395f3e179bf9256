using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Web;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Tests.Support;

/// <summary>
/// Records what the clients ask of storage: the messages they send, and the rows of one table, if any, that they write and delete.
/// </summary>
internal sealed class SentMessages(string? table = null) : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<SentMessage> messages = new();
    private readonly ConcurrentQueue<string> rows = new();

    public IEnumerable<SentMessage> All => messages;

    /// <summary>Requests in order, as <c>PUT {partition}</c> and <c>DELETE {partition}</c>.</summary>
    public IEnumerable<string> Rows => rows;

    public override void OnSendingRequest(HttpMessage message)
    {
        var (request, uri) = (message.Request, message.Request.Uri.ToUri());
        if (request.Method == RequestMethod.Post && uri.Segments is [.., var queue, "messages"])
        {
            using var body = new MemoryStream();
            request.Content!.WriteTo(body, CancellationToken.None);
            body.Position = 0;
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(XDocument.Load(body).Root!.Value.Trim()));
            var delay = HttpUtility.ParseQueryString(uri.Query)["visibilitytimeout"] ?? "0";
            messages.Enqueue(new SentMessage(queue.Trim('/'), text, TimeSpan.FromSeconds(int.Parse(delay, CultureInfo.InvariantCulture))));
        }
        else if (
            table is not null
            && uri.AbsolutePath.Contains($"/{table}(PartitionKey=", StringComparison.Ordinal)
            && request.Method != RequestMethod.Get
        )
        {
            rows.Enqueue($"{request.Method} {uri.AbsolutePath.Split("PartitionKey='")[1].Split('\'')[0]}");
        }
    }
}
