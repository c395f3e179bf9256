using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Storage.Tables;

/// <summary>
/// Signs every try anew with Shared Key Lite: the date and the canonicalized resource.
/// Source: "Authorize with Shared Key", section Shared Key Lite for the Table service.
/// </summary>
internal sealed class TableSharedKeyPipelinePolicy(string account, byte[] key, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var uri = message.Request.Uri.ToUri();
        var comp = System.Web.HttpUtility.ParseQueryString(uri.Query)["comp"];
        var resource = $"/{account}{uri.AbsolutePath}{(comp is null ? "" : $"?comp={comp}")}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{date}\n{resource}")));
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"SharedKeyLite {account}:{signature}");
    }
}
