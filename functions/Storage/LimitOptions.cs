namespace Usher.Storage;

/// <summary>
/// What one project may use. Settings <c>Usher__Limits__RequestsPerMinute</c> and <c>Usher__Limits__ConcurrentBots</c>; without them there
/// is no limit.
/// </summary>
internal sealed class LimitOptions
{
    /// <summary>Requests with any of the project's keys, at each instance of the app.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Bots in a meeting or on the way there.</summary>
    public int? ConcurrentBots { get; set; }

    /// <exception cref="SettingException">A limit that lets nothing through, or is no number.</exception>
    public static LimitOptions Read(IConfiguration configuration)
    {
        foreach (var name in (string[])[nameof(RequestsPerMinute), nameof(ConcurrentBots)])
        {
            if (configuration[$"Usher:Limits:{name}"] is { Length: > 0 } text && !(int.TryParse(text, out var limit) && limit > 0))
            {
                throw new SettingException(
                    $"Usher__Limits__{name} is '{text}'. Set it to a number from 1 on, for example 100, or remove it: then there is no "
                        + "limit."
                );
            }
        }

        var options = new LimitOptions();
        configuration.GetSection("Usher:Limits").Bind(options);
        return options;
    }
}
