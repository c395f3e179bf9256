using System.Globalization;

namespace Usher.Storage;

/// <summary>
/// What one project and one bot's runner may use. Settings <c>Usher__Limits__RequestsPerMinute</c>, <c>…__ConcurrentBots</c> and
/// <c>…__BatchesPerMinute</c>; without the first two a project has no limit.
/// </summary>
internal sealed record LimitOptions
{
    /// <summary>Requests with any of the project's keys, at each instance of the app.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Bots in a meeting or on the way there.</summary>
    public int? ConcurrentBots { get; init; }

    /// <summary>
    /// Batches of what one bot's runner hears and sees, at each instance of the app: a runner that sends every sentence by itself stays
    /// below it.
    /// </summary>
    public int BatchesPerMinute { get; init; } = 600;

    /// <exception cref="SettingException">A limit that lets nothing through, or is no number.</exception>
    public static LimitOptions Read(IConfiguration configuration)
    {
        int? Setting(string name) =>
            configuration[$"Usher:Limits:{name}"] is not { Length: > 0 } text ? null
            : int.TryParse(text, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit
            : throw new SettingException(
                $"Usher__Limits__{name} is '{text}'. Set it to a number from 1 on, for example 100, or remove it."
            );

        var options = new LimitOptions
        {
            RequestsPerMinute = Setting(nameof(RequestsPerMinute)),
            ConcurrentBots = Setting(nameof(ConcurrentBots)),
        };
        return Setting(nameof(BatchesPerMinute)) is { } batches ? options with { BatchesPerMinute = batches } : options;
    }
}
