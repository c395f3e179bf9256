namespace Usher.Api.Description;

/// <param name="Schema">One of the component schemas; null if there is no body, or it is not JSON.</param>
/// <param name="Example">Its name in <c>examples.json</c>.</param>
internal sealed record Success(int Status, string Description, string? Schema = null, string? Example = null)
{
    /// <summary>Names from <c>headers.json</c>. Every response has X-Request-Id in addition.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Media types of the body.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];
}
