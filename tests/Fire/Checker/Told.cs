namespace Usher.Tests.Fire.Checker;

/// <summary>A webhook as it arrived.</summary>
/// <param name="Id">The <c>webhook-id</c> header.</param>
/// <param name="Signature">The <c>webhook-signature</c> header.</param>
/// <param name="OwnSignature">The <c>X-Webhook-Signature</c> header.</param>
internal sealed record Told(string Path, string Id, string Timestamp, string Signature, string OwnSignature, string Body);
