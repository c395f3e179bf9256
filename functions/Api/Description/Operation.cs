namespace Usher.Api.Description;

/// <summary>One operation of the API, as data: what a caller may send, and every answer there is to it.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">As it is routed.</param>
/// <param name="Id">The name that clients which are generated give it.</param>
/// <param name="Tag">Where it belongs: one of <c>tags.json</c>.</param>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record Operation(string Method, string Path, string Id, string Tag, string Summary)
{
    /// <summary>What else there is to know, in sentences.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who may call: one of <c>security.json</c>; null: everyone.</summary>
    public string? Security { get; init; }

    /// <summary>Names out of <c>parameters.json</c>; every operation has X-Request-Id beside them.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    public RequestBody? Body { get; init; }

    public IReadOnlyList<Success> Successes { get; init; } = [];

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>
    /// Where requests are limited, the project's are counted, and whoever is known is told with every answer how many are left.
    /// </summary>
    public bool IsCounted => Security is "ApiKey" or "ApiKeyWithOrWithoutScheme";

    /// <summary>It takes an Idempotency-Key: answers to what was carried out can be repeated.</summary>
    public bool IsRepeatable { get; init; }
}
