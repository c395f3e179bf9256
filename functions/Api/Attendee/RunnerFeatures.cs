namespace Usher.Api.Attendee;

/// <summary>
/// What this installation's runner can do. The names of the settings are those that the peer's refusals tell its users to set, so that
/// following the sentence helps.
/// </summary>
internal sealed class RunnerFeatures(IConfiguration configuration)
{
    /// <summary><c>ENABLE_VOICE_AGENTS=true</c>: it loads web pages that speak.</summary>
    public bool HasVoiceAgents { get; } = IsTrue(configuration["ENABLE_VOICE_AGENTS"]);

    /// <summary><c>ENABLE_ZOOM_VIDEO_OUTPUT=true</c>: it plays videos in Zoom, too.</summary>
    public bool HasZoomVideoOutput { get; } = IsTrue(configuration["ENABLE_ZOOM_VIDEO_OUTPUT"]);

    /// <summary>
    /// <c>Usher__TextToSpeech=false</c>: it makes no speech of texts, and says so as the peer does where credentials are missing.
    /// </summary>
    public bool HasTextToSpeech { get; } = !"false".Equals(configuration["Usher:TextToSpeech"], StringComparison.OrdinalIgnoreCase);

    /// <summary><c>VOICE_AGENT_URL_PREFIX_ALLOWLIST</c>: which pages; empty: all.</summary>
    public IReadOnlyList<string> VoiceAgentUrlPrefixes { get; } = List(configuration["VOICE_AGENT_URL_PREFIX_ALLOWLIST"]);

    public bool AllowsVoiceAgent(string page) =>
        VoiceAgentUrlPrefixes.Count == 0 || VoiceAgentUrlPrefixes.Any(prefix => page.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary><c>CUSTOM_ASYNC_TRANSCRIPTION_URL</c>: a transcription service of its own.</summary>
    public bool HasCustomTranscription { get; } = !string.IsNullOrEmpty(configuration["CUSTOM_ASYNC_TRANSCRIPTION_URL"]);

    /// <summary><c>LAUNCH_BOT_METHOD=kubernetes</c>: bots run as pods.</summary>
    public bool IsOnKubernetes { get; } = configuration["LAUNCH_BOT_METHOD"] == "kubernetes";

    /// <summary><c>CUSTOM_BOT_POD_SPEC_TYPES</c>: the pod specifications that may be asked for.</summary>
    public IReadOnlyList<string> BotPodSpecTypes { get; } = List(configuration["CUSTOM_BOT_POD_SPEC_TYPES"]);

    /// <summary><c>Usher__ExternalMediaStorage=true</c>: it has credentials for buckets of the projects.</summary>
    public bool HasExternalMediaStorage { get; } = IsTrue(configuration["Usher:ExternalMediaStorage"]);

    /// <summary>
    /// <c>Usher__Webhooks__AllowLoopback=true</c>: for development, webhooks go to this machine too, and there without TLS.
    /// </summary>
    public bool HasLoopbackWebhooks { get; } = IsTrue(configuration["Usher:Webhooks:AllowLoopback"]);

    /// <summary>
    /// <c>Usher__CredentialsUrl</c>: where a project's credentials are entered, for the refusal of external storage without them; null:
    /// the refusal names no place.
    /// </summary>
    public string? CredentialsUrl { get; } = configuration["Usher:CredentialsUrl"] is { Length: > 0 } url ? url : null;

    private static bool IsTrue(string? text) => "true".Equals(text, StringComparison.OrdinalIgnoreCase);

    private static string[] List(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
