namespace Usher.Api.Management;

/// <summary><c>/manage/v1/projects/{id}/keys</c>: who may act for a project.</summary>
internal sealed class KeyOperations(ApiKeyStore keys, TimeProvider clock)
{
    public async Task<HttpAnswer> CreateAsync(HttpContext context, string project, CancellationToken cancellationToken) => Created(await keys.CreateAsync(project, cancellationToken));

    public async Task<HttpAnswer> ListAsync(HttpContext context, string project, CancellationToken cancellationToken) => HttpAnswer.Json(
        200, new KeyList([.. (await keys.ListAsync(project, cancellationToken)).Select(KeyResource.From)]), ManagementJson.Wire.KeyList);

    /// <summary>200. An instance that has just seen the key may let it in for a minute more.</summary>
    public async Task<HttpAnswer> DisableAsync(HttpContext context, string project, CancellationToken cancellationToken) =>
        await keys.DisableAsync(project, Id(context), clock.GetUtcNow(), cancellationToken) is { } disabled
            ? HttpAnswer.Json(200, KeyResource.From(disabled), ManagementJson.Wire.KeyResource)
            : ManagementAnswer.KeyNotFound();

    /// <summary>201 with a new key. The one that it replaces works until the overlap is over.</summary>
    public Task<HttpAnswer> RotateAsync(HttpContext context, string project, CancellationToken cancellationToken) => ManagementBody.ReadAsync(
        context,
        fields => fields.Read("overlap_seconds", ProjectWebhookFields.Overlap),
        async overlap => await keys.RotateAsync(project, Id(context), overlap ?? ApiKeyStore.DefaultOverlap, cancellationToken) switch
        {
            KeyRotation.Done done => Created((done.Known, done.Key)),
            KeyRotation.WasDisabled => ManagementAnswer.KeyDisabled(),
            _ => ManagementAnswer.KeyNotFound(),
        },
        cancellationToken);

    private static HttpAnswer Created((ApiKey Known, string Key) created) =>
        HttpAnswer.Json(201, CreatedKey.From(created.Known, created.Key), ManagementJson.Wire.CreatedKey);

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["key"]!;
}
