using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Runner;

/// <param name="State">The bot's, where that is why; else null.</param>
internal sealed record RunnerError(string Error, string? State = null);
