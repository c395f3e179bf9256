using System.Text.Json;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Functions;

/// <summary>One function that the worker announced.</summary>
/// <param name="Id">The worker's id for it.</param>
/// <param name="Name">Compared case-insensitively.</param>
/// <param name="Metadata">As announced; sent back to the worker to load the function.</param>
/// <param name="Bindings">JSON objects that describe the attributes of the function's parameters.</param>
/// <param name="Disabled">Disabled by an app setting: nothing listens for it, and HTTP answers 404.</param>
internal sealed record HostedFunction(
    string Id,
    string Name,
    RpcFunctionMetadata Metadata,
    IReadOnlyList<JsonElement> Bindings,
    bool Disabled
)
{
    public JsonElement Trigger => Bindings.First(binding => binding.IsTrigger());

    /// <exception cref="LocalHostException">The function has no trigger.</exception>
    public static HostedFunction From(RpcFunctionMetadata metadata, IReadOnlyDictionary<string, string?> settings)
    {
        JsonElement[] bindings = [.. metadata.RawBindings.Select(binding => JsonElement.Parse(binding))];
        return bindings.Any(binding => binding.IsTrigger())
            ? new HostedFunction(metadata.FunctionId, metadata.Name, metadata, bindings, IsDisabled(metadata.Name, settings))
            : throw new LocalHostException($"Function {metadata.Name} has no trigger.");
    }

    // Source: HostFunctionMetadataProvider of the Functions host. Underscores replace dots that a variable's name cannot contain.
    private static bool IsDisabled(string function, IReadOnlyDictionary<string, string?> settings)
    {
        string[] names = [$"AzureWebJobs.{function}.Disabled", $"AzureWebJobs_{function}_Disabled"];
        return settings.Any(setting => names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase) && IsTrue(setting.Value));
    }

    private static bool IsTrue(string? text) => text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
