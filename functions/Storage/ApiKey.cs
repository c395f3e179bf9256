using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>What is stored about a key: never the key itself.</summary>
/// <param name="Id">The start of the key's hash; in feeds, the actor of everything done with the key.</param>
/// <param name="DisabledAt">When the key stops working, possibly in the future; null if it is not disabled.</param>
internal sealed record ApiKey(string Id, string Project, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt);
