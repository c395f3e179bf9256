namespace Usher.Storage;

/// <summary>A request that its sender may repeat: it is carried out once, and every repetition gets the first answer.</summary>
/// <param name="Key">The sender's key, unique within its project and bot (or among the project's creations).</param>
/// <param name="Fingerprint">Identifies the request's content: a key must always come with the same content.</param>
/// <param name="Answer">Builds the answer before anything is written, so that answer and events share a transaction.</param>
internal sealed record KeyedRequest(string Key, string Fingerprint, Func<Outcome, StoredAnswer> Answer);
