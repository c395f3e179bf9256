using Azure;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>A bot as read, and the ETag that guards the next append.</summary>
internal sealed record StoredBot(Bot Bot, ETag ETag);
