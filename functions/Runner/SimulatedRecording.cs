namespace Usher.Runner;

/// <summary>What the simulated runner has recorded, whatever was said: three seconds of a tone, as a file that players can play.</summary>
internal static class SimulatedRecording
{
    /// <param name="format"><c>mp4</c> or <c>mp3</c>.</param>
    public static BinaryData Of(string format)
    {
        using var file = typeof(SimulatedRecording).Assembly.GetManifestResourceStream($"recording.{format}")!;
        return BinaryData.FromStream(file);
    }
}
