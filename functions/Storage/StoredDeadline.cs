using Azure;

namespace Usher.Storage;

/// <summary>A deadline as it was read.</summary>
/// <param name="ETag">Guards its removal.</param>
/// <param name="Failures">How often its bot could not be looked at, in a row.</param>
internal sealed record StoredDeadline(Deadline Deadline, ETag ETag, int Failures);
