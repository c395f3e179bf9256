namespace Usher.Storage;

/// <summary>An answer as it was given.</summary>
/// <param name="EntityTag">Null where it had none.</param>
/// <param name="Location">The same.</param>
internal sealed record KeptAnswer(int Status, string Body, string? EntityTag, string? Location)
{
    /// <summary>A status that is no answer to a request: the request is carried out, and its answer is still to come.</summary>
    public const int UnderWay = 102;

    public bool IsUnderWay => Status == UnderWay;
}
