using System.Text.Json;

namespace Usher.Api.Validation;

/// <summary>One of several choices.</summary>
internal static class ChoiceField
{
    public static Checked<string> Check(JsonElement value, params ReadOnlySpan<string> choices)
    {
        var text = PythonText.Str(value);
        return choices.Contains(text) ? text : Checked.Wrong<string>($"\"{FieldErrors.Quote(text)}\" is not a valid choice.");
    }
}
