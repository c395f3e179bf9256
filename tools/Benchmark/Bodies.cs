using System.Globalization;
using System.Text;

namespace Usher.Benchmark;

/// <summary>Requests as clients send them.</summary>
internal static class Bodies
{
    /// <summary>A typical body, with a bit of everything.</summary>
    /// <param name="webhooks">A list of subscriptions. The cost of a delivery depends on its receiver, so a life is counted without
    /// any.</param>
    public static byte[] Create(
        DateTimeOffset joinAt,
        string webhooks = """[{"url": "https://hooks.example.com/usher", "triggers": ["bot.state_change", "transcript.update"]}]"""
    ) =>
        Encoding.UTF8.GetBytes(
            $$$"""
            {
              "meeting_url": "https://us02web.zoom.us/j/12345678901?pwd=abcDEF123.1&from=addon",
              "bot_name": "Notetaker of Ada",
              "join_at": "{{{joinAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}}}",
              "metadata": {"customer_id": "abc123", "calendar": "primary", "attempt": "1"},
              "webhooks": {{{webhooks}}},
              "recording_settings": {"format": "mp4", "view": "gallery_view"},
              "transcription_settings": {"deepgram": {"language": "en", "model": "nova-3"}},
              "automatic_leave_settings": {"waiting_room_timeout_seconds": 600, "silence_timeout_seconds": 900}
            }
            """
        );

    public static byte[] Update(int number) =>
        Encoding.UTF8.GetBytes($$$"""{"metadata": {"customer_id": "abc123", "number": "{{{number}}}"}}""");
}
