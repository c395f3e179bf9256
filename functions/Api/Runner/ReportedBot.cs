using Usher.Bots;

namespace Usher.Api.Runner;

/// <summary>The bot in the path of a runner's request, for which the request's token is valid.</summary>
internal sealed record ReportedBot(string Project, BotId Id);
