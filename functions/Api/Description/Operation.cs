namespace Usher.Api.Description;

/// <summary>An operation of the API as data: its parameters and all its responses.</summary>
/// <param name="Method">In uppercase.</param>
/// <param name="Path">As routed.</param>
/// <param name="Id">The operation ID, which generated clients use as its name.</param>
/// <param name="Tag">One of the tags in <c>tags.json</c>.</param>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record Operation(string Method, string Path, string Id, string Tag, string Summary)
{
    /// <summary>Further details, in sentences.</summary>
    public string Description { get; init; } = "";

    /// <summary>One of the schemes in <c>security.json</c>; null if no authentication is required.</summary>
    public string? Security { get; init; }

    /// <summary>Names from <c>parameters.json</c>. Every operation has X-Request-Id in addition.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    public RequestBody? Body { get; init; }

    public IReadOnlyList<Success> Successes { get; init; } = [];

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>Whether requests count against the project's quota, if there is one. Responses then report what is left.</summary>
    public bool IsCounted => Security is "ApiKey" or "ApiKeyWithOrWithoutScheme";

    /// <summary>Whether the operation accepts an Idempotency-Key, so that its responses can be replayed.</summary>
    public bool IsRepeatable { get; init; }
}
