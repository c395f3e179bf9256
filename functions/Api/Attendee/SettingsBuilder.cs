using System.Text;
using Usher.Bots;

namespace Usher.Api.Attendee;

/// <summary>Assembles the settings from their groups without parsing them again.</summary>
internal sealed class SettingsBuilder
{
    private readonly StringBuilder json = new("{");

    /// <param name="name">The group's name, which needs no escaping.</param>
    /// <param name="value">Null to omit the group.</param>
    public void Add(string name, JsonText? value)
    {
        if (value is { } text)
        {
            json.Append(json.Length > 1 ? "," : "").Append('"').Append(name).Append("\":").Append(text.Text);
        }
    }

    public BotSettings Build() => new(new JsonText(json + "}"));
}
