using Usher.Commanding;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Runner;

/// <summary><c>GET /runner/v1/bots/{id}/image</c>: the bot's image; 404 if it has none.</summary>
internal sealed class GetBotImage(BotStreams streams, BotImages images)
{
    [Function(nameof(GetBotImage))]
    public async Task<HttpResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runner/v1/bots/{id}/image")] HttpRequest request,
        ReportedBot bot,
        CancellationToken cancellationToken
    ) =>
        await streams.GetAsync(bot.Project, bot.Id, cancellationToken) is not { } found ? RunnerAnswer.BotNotFound()
        : await images.FindAsync(found, cancellationToken) is { } image ? new HttpResult(200, image.Bytes) { ContentType = image.Type }
        : RunnerAnswer.NoImage();
}
