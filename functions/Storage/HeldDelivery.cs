using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;
using Usher.Webhooks;

namespace Usher.Storage;

internal sealed record HeldDelivery(BotId Bot, EventPlace Place, string Row, ETag ETag);
