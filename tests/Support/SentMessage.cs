using System.Web;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Usher.Tests.Support;

/// <summary>A message as it was sent to a queue.</summary>
/// <param name="Delay">The time until it becomes visible.</param>
internal sealed record SentMessage(string Queue, string Text, TimeSpan Delay);
