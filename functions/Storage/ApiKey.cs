using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>What is known of a key: never the key itself.</summary>
/// <param name="Id">The beginning of its hash; in feeds, the actor of what was done with it.</param>
/// <param name="DisabledAt">It opens nothing from then on, which may still come; null: it works.</param>
internal sealed record ApiKey(string Id, string Project, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt);
