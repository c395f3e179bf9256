using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>A customer: bots, keys and webhooks belong to one.</summary>
internal sealed record Project(string Id, DateTimeOffset CreatedAt);
