namespace Usher.Api.Description;

/// <param name="Schema">One of the component schemas.</param>
/// <param name="Example">Its name in <c>examples.json</c>.</param>
internal sealed record RequestBody(string Schema, string Example)
{
    /// <summary>Whether the body can be omitted because all its fields can.</summary>
    public bool IsOptional { get; init; }
}
