using Usher.Bots;

namespace Usher.Api.Runner;

/// <summary>The bot in the path of a runner's request, which the request's token may speak for.</summary>
internal sealed record ReportedBot(string Project, BotId Id);
