using System.Text.Json;
using System.Text.Json.Serialization;
using Usher.Bots;
using Usher.Telemetry;

namespace Usher.Runner;

internal sealed record RunnerBot(string MeetingUrl, string Name);
