using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary>
/// <c>GET /runner/v1/bots/{id}/media/{sha256}</c>: the image or audio file of a command, at the URL from its claim; 404 if it does not
/// exist or has been deleted.
/// </summary>
internal sealed class GetBotMedia(BotMedia media)
{
    private const int HashLength = 64;

    [Function(nameof(GetBotMedia))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runner/v1/bots/{id}/media/{sha256}")] HttpRequest request,
        string sha256,
        ReportedBot bot,
        CancellationToken cancellationToken
    ) =>
        sha256.Length == HashLength
        && sha256.All(char.IsAsciiHexDigitLower)
        && await media.FindAsync(bot.Project, bot.Id, sha256, cancellationToken) is { } file
            ? new HttpResult(200, file.Bytes) { ContentType = file.Type }
            : RunnerAnswer.NoMedia();
}
