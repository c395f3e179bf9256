using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Usher.Storage;

/// <summary>A message in a poison queue. Its text is left out, because commands contain tokens.</summary>
/// <param name="Bot">The first bot that the message names; null if none.</param>
internal sealed record PoisonMessage(string Queue, string Id, string? Bot, DateTimeOffset? Since);
