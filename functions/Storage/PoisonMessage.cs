using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Usher.Storage;

/// <summary>A message that was given up. Its text stays out of it: a command holds a token.</summary>
/// <param name="Bot">The first bot that it names; null: none.</param>
internal sealed record PoisonMessage(string Queue, string Id, string? Bot, DateTimeOffset? Since);
