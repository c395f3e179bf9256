using System.Runtime.CompilerServices;
using Azure.Data.Tables.Models;
using Usher.Bots.Webhooks;

namespace Usher.Storage;

/// <summary>A position among a bot's deliveries.</summary>
internal readonly record struct WebhookDeliveryPlace(EventPlace Event, string Subscription);
