namespace Usher.Api.Description;

/// <param name="Schema">One of the component schemas.</param>
/// <param name="Example">Its name in <c>examples.json</c>.</param>
internal sealed record RequestBody(string Schema, string Example)
{
    /// <summary>Every one of its fields may be left out, so the body may be, too.</summary>
    public bool IsOptional { get; init; }
}
