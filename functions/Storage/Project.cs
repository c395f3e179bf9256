using Azure.Data.Tables.Models;

namespace Usher.Storage;

/// <summary>A customer: every bot, key and webhook belongs to one.</summary>
internal sealed record Project(string Id, DateTimeOffset CreatedAt);
