namespace Usher.Configuration;

/// <summary>
/// What this installation's runner can do. Names without <c>Usher__</c> are those that the peer's refusals tell its users to set, so that
/// following the sentence helps.
/// </summary>
internal static class RunnerSettings
{
    public static readonly Setting<string?> Runner = SettingOf.Choice(
        "Usher__Runner",
        "For the development host, like its option `--runner`: which runner to use.",
        "simulated",
        "external"
    );

    /// <summary>Read by the Functions host, which knows more spellings.</summary>
    public static readonly Setting<string?> SimulatedRunnerDisabled = SettingOf.Text(
        "AzureWebJobs.RunSimulatedMeeting.Disabled",
        "true or false",
        "Turns the simulated runner off, for installations where another runner takes the commands.",
        "false"
    );

    public static readonly Setting<bool?> TextToSpeech = SettingOf.Switch(
        "Usher__TextToSpeech",
        fallback: true,
        "The runner can speak; with `false`, `speech` is refused as it is where credentials are missing."
    );

    public static readonly Setting<bool?> VoiceAgents = SettingOf.Switch(
        "ENABLE_VOICE_AGENTS",
        fallback: false,
        "The runner can load voice agent pages, so `voice_agent_settings` are accepted."
    );

    public static readonly Setting<IReadOnlyList<string>?> VoiceAgentUrlPrefixes = SettingOf.List(
        "VOICE_AGENT_URL_PREFIX_ALLOWLIST",
        "beginnings of addresses, separated by commas",
        "The pages that `voice_agent_settings` may name; if not set, all."
    );

    public static readonly Setting<bool?> ZoomVideoOutput = SettingOf.Switch(
        "ENABLE_ZOOM_VIDEO_OUTPUT",
        fallback: false,
        "The runner plays videos in Zoom too, so `output_video` is accepted there."
    );

    public static readonly Setting<string?> CustomTranscriptionUrl = SettingOf.Url(
        "CUSTOM_ASYNC_TRANSCRIPTION_URL",
        "https://transcripts.example.com",
        "The runner's own transcription service, so `custom_async` and `custom_async_v2` are accepted."
    );

    public static readonly Setting<string?> LaunchMethod = SettingOf.Text(
        "LAUNCH_BOT_METHOD",
        "any text",
        "How the runner starts bots; with `kubernetes` they are pods, and storage can be reserved for them."
    );

    public static readonly Setting<IReadOnlyList<string>?> PodSpecTypes = SettingOf.List(
        "CUSTOM_BOT_POD_SPEC_TYPES",
        "names, separated by commas",
        "The pod specifications that may be requested."
    );

    public static readonly Setting<bool?> ExternalMediaStorage = SettingOf.Switch(
        "Usher__ExternalMediaStorage",
        fallback: false,
        "The runner has credentials for the projects' own buckets, so `external_media_storage_settings` are accepted."
    );

    public static readonly Setting<string?> CredentialsUrl = SettingOf.Url(
        "Usher__CredentialsUrl",
        "https://example.com/credentials",
        "Where credentials are entered; the error for missing credentials of external media storage links to it."
    );

    public static readonly SettingGroup Group = new(
        "Runner",
        [
            Runner,
            SimulatedRunnerDisabled,
            TextToSpeech,
            VoiceAgents,
            VoiceAgentUrlPrefixes,
            ZoomVideoOutput,
            CustomTranscriptionUrl,
            LaunchMethod,
            PodSpecTypes,
            ExternalMediaStorage,
            CredentialsUrl,
        ]
    );
}
