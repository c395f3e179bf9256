using Usher.Configuration;

namespace Usher.Api.Attendee;

/// <summary>What this installation's runner can do.</summary>
internal sealed class RunnerFeatures(IConfiguration configuration)
{
    /// <summary>It can load voice agent pages.</summary>
    public bool HasVoiceAgents { get; } = RunnerSettings.VoiceAgents.Read(configuration) == true;

    /// <summary>It plays videos in Zoom, too.</summary>
    public bool HasZoomVideoOutput { get; } = RunnerSettings.ZoomVideoOutput.Read(configuration) == true;

    /// <summary>It makes speech of texts.</summary>
    public bool HasTextToSpeech { get; } = RunnerSettings.TextToSpeech.Read(configuration) == true;

    /// <summary>Which pages may speak; empty: all.</summary>
    public IReadOnlyList<string> VoiceAgentUrlPrefixes { get; } = RunnerSettings.VoiceAgentUrlPrefixes.Read(configuration)!;

    public bool AllowsVoiceAgent(string page) =>
        VoiceAgentUrlPrefixes.Count == 0 || VoiceAgentUrlPrefixes.Any(prefix => page.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>It has a transcription service of its own.</summary>
    public bool HasCustomTranscription { get; } = RunnerSettings.CustomTranscriptionUrl.Read(configuration) is not null;

    /// <summary>Bots run as pods.</summary>
    public bool IsOnKubernetes { get; } = RunnerSettings.LaunchMethod.Read(configuration) == "kubernetes";

    /// <summary>The pod specifications that may be requested.</summary>
    public IReadOnlyList<string> BotPodSpecTypes { get; } = RunnerSettings.PodSpecTypes.Read(configuration)!;

    /// <summary>It has credentials for buckets of the projects.</summary>
    public bool HasExternalMediaStorage { get; } = RunnerSettings.ExternalMediaStorage.Read(configuration) == true;

    /// <summary>For development, webhooks go to this machine too, and there without TLS.</summary>
    public bool HasLoopbackWebhooks { get; } = WebhookSettings.AllowLoopback.Read(configuration) == true;

    /// <summary>
    /// Where a project's credentials are entered, for the refusal of external storage without them; null: the refusal names no place.
    /// </summary>
    public string? CredentialsUrl { get; } = RunnerSettings.CredentialsUrl.Read(configuration);
}
