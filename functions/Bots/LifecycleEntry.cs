using System.Diagnostics;

namespace Usher.Bots;

/// <summary>A lifecycle event as the API lists it.</summary>
internal readonly record struct LifecycleEntry(BotEventType Type, string? SubType, DateTimeOffset At);
