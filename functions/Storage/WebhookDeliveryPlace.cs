using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Usher.Bots;
using Usher.Webhooks;

namespace Usher.Storage;

/// <summary>A place in a bot's deliveries.</summary>
internal readonly record struct WebhookDeliveryPlace(EventPlace Event, string Subscription);
