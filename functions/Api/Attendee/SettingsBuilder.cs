using System.Text;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>Puts the settings together, group by group, without reading them again.</summary>
internal sealed class SettingsBuilder
{
    private readonly StringBuilder json = new("{");

    /// <param name="name">Of the group; it needs no escaping.</param>
    /// <param name="value">Null: the group is left out.</param>
    public void Add(string name, JsonText? value)
    {
        if (value is { } text)
        {
            json.Append(json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":").Append(text.Text);
        }
    }

    public BotSettings Build() => new(new JsonText(json + "}"));
}
