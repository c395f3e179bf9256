namespace Usher.Runner;

/// <summary>The simulated runner's recording, whatever was said: a playable file with three seconds of a tone.</summary>
internal static class SimulatedRecording
{
    /// <param name="format"><c>mp4</c> or <c>mp3</c>.</param>
    public static BinaryData Of(string format)
    {
        using var file = typeof(SimulatedRecording).Assembly.GetManifestResourceStream($"recording.{format}")!;
        return BinaryData.FromStream(file);
    }
}
