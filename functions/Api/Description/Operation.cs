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

    /// <summary>Where requests are limited, the project's are counted, and whoever is known is told with every answer how many are left.</summary>
    public bool IsCounted => Security is "ApiKey" or "ApiKeyWithOrWithoutScheme";

    /// <summary>It takes an Idempotency-Key: answers to what was carried out can be repeated.</summary>
    public bool IsRepeatable { get; init; }
}

/// <param name="Schema">One of the component schemas.</param>
/// <param name="Example">Its name in <c>examples.json</c>.</param>
internal sealed record RequestBody(string Schema, string Example)
{
    /// <summary>Every one of its fields may be left out, so the body may be, too.</summary>
    public bool IsOptional { get; init; }
}

/// <param name="Schema">One of the component schemas; null: there is no body, or one that is not JSON.</param>
/// <param name="Example">Its name in <c>examples.json</c>.</param>
internal sealed record Success(int Status, string Description, string? Schema = null, string? Example = null)
{
    /// <summary>Names out of <c>headers.json</c>; every answer has X-Request-Id beside them.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Of the body.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];
}

/// <summary>A refusal, as the app itself gives it: status, headers and body are those of the answer.</summary>
/// <param name="Name">Of the example.</param>
internal sealed record Refusal(string Name, HttpAnswer Answer);
