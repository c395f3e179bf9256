using System.Globalization;
using System.Text.Json;

namespace Usher.LocalHost.Durable.Http;

/// <summary>An instance as the management API shows it: input, output and custom status are values, not text, and times have no fractions.</summary>
internal static class InstanceJson
{
    public static void Write(Utf8JsonWriter writer, InstanceStatus status, bool showInput)
    {
        writer.WriteStartObject();
        writer.WriteString("name", status.Name);
        writer.WriteString("instanceId", status.InstanceId);
        writer.WriteString("runtimeStatus", status.RuntimeStatus.ToString());
        JsonText.WriteValue(writer, "input", showInput ? status.Input : null);
        JsonText.WriteValue(writer, "customStatus", status.CustomStatus);
        JsonText.WriteValue(writer, "output", status.Output);
        writer.WriteString("createdTime", Time(status.CreatedTime));
        writer.WriteString("lastUpdatedTime", Time(status.LastUpdatedTime));
        writer.WriteEndObject();
    }

    public static void WriteOutput(Utf8JsonWriter writer, InstanceStatus status)
    {
        if (status.RuntimeStatus == Hosting.Durable.Protobuf.OrchestrationStatus.Completed)
        {
            JsonText.WriteValue(writer, status.Output);
        }
        else
        {
            Write(writer, status, showInput: true);
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";
}
