namespace Usher.Tests.Fire.Checker;

/// <summary>A webhook as it arrived.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>.</param>
/// <param name="OwnSignature">The header <c>X-Webhook-Signature</c>.</param>
internal sealed record Told(string Path, string Id, string Timestamp, string Signature, string OwnSignature, string Body);
