using Azure;

namespace Usher.Storage;

/// <summary>A deadline as read.</summary>
/// <param name="ETag">Guards the row's removal.</param>
/// <param name="Failures">How often in a row the bot could not be checked.</param>
internal sealed record StoredDeadline(Deadline Deadline, ETag ETag, int Failures);
