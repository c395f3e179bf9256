namespace Usher.Storage;

/// <summary>A request that its sender may repeat: it is carried out once, and every repetition gets the first answer.</summary>
/// <param name="Key">The sender's, alone in its project and for its bot (or among the creations).</param>
/// <param name="Fingerprint">What the request says: the same key must always come with the same.</param>
/// <param name="Answer">What the request is answered, known before anything is written: that is how answer and events are one
/// transaction.</param>
internal sealed record KeyedRequest(string Key, string Fingerprint, Func<Outcome, KeptAnswer> Answer);
