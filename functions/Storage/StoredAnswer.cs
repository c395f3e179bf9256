namespace Usher.Storage;

/// <summary>A stored answer.</summary>
/// <param name="EntityTag">The ETag header; null if there was none.</param>
/// <param name="Location">The Location header; null if there was none.</param>
internal sealed record StoredAnswer(int Status, string Body, string? EntityTag, string? Location)
{
    /// <summary>Not an answer: the request is being carried out and its answer is still to come.</summary>
    public const int UnderWay = 102;

    public bool IsUnderWay => Status == UnderWay;
}
