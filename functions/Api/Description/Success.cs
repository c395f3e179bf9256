namespace Usher.Api.Description;

/// <param name="Schema">One of the component schemas; null: there is no body, or one that is not JSON.</param>
/// <param name="Example">Its name in <c>examples.json</c>.</param>
internal sealed record Success(int Status, string Description, string? Schema = null, string? Example = null)
{
    /// <summary>Names out of <c>headers.json</c>; every answer has X-Request-Id beside them.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Of the body.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];
}
