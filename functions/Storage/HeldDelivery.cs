using System.Runtime.CompilerServices;
using Azure;
using Usher.Bots;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

internal sealed record HeldDelivery(BotId Bot, EventPlace Place, string Row, ETag ETag);
