using System.Globalization;
using System.Text.Json;
using Usher.Api.Validation;
using Usher.Bots;
using Usher.Bots.Webhooks;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>The fields of the webhook operations.</summary>
internal static class ProjectWebhookFields
{
    private const int MaxUrlLength = 2048;
    private const int MaxOverlapSeconds = 7 * 24 * 60 * 60;

    public static Checked<string> Url(JsonElement value, WebhookSender sender)
    {
        var text = TextField.Check(value, MaxUrlLength);
        return text.Messages is null && sender.RefusalOf(text.Value!) is { } refusal ? Checked.Wrong<string>(refusal) : text;
    }

    public static Checked<IReadOnlyList<string>> Triggers(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            return Checked.Wrong<IReadOnlyList<string>>("Must be a list of at least one trigger.");
        }

        List<string> triggers = [];
        foreach (var item in value.EnumerateArray())
        {
            var trigger = item.ValueKind == JsonValueKind.String ? SafeText.Of(item) : item.GetRawText();
            if (!WebhookSubscription.KnownTriggers.Contains(trigger))
            {
                return Checked.Wrong<IReadOnlyList<string>>(
                    $"Unknown trigger. Known triggers: {string.Join(", ", WebhookSubscription.KnownTriggers)}."
                );
            }

            triggers.Add(trigger);
        }

        return new Checked<IReadOnlyList<string>>([.. triggers.Distinct()], null);
    }

    public static Checked<TimeSpan?> Overlap(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds is >= 0 and <= MaxOverlapSeconds
            ? TimeSpan.FromSeconds(seconds)
            : Checked.Wrong<TimeSpan?>(
                string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from 0 to {MaxOverlapSeconds}.")
            );

    public static Checked<DeliveryStatus?> Status(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && WireName.Parse<DeliveryStatus>(SafeText.Of(value)) is { } status
            ? status
            : Checked.Wrong<DeliveryStatus?>($"Must be one of: {string.Join(", ", Enum.GetValues<DeliveryStatus>().Select(WireName.Of))}.");
}
