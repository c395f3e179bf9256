using System.Text.Json.Nodes;

namespace Usher.LocalHost.Functions;

/// <summary>One function.json: the folder's name is the function's name and the path under which the handler is called.</summary>
internal sealed record FunctionDefinition(string Name, IReadOnlyList<FunctionBinding> Bindings, FunctionRetry? Retry)
{
    public FunctionBinding Trigger => Bindings.Single(binding => binding.IsTrigger);
}

/// <param name="Settings">The binding object as it stands in function.json, <c>%SETTING%</c> not yet expanded.</param>
internal sealed record FunctionBinding(string Name, string Type, string Direction, JsonObject Settings)
{
    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    public bool IsInput => Direction.Equals("in", StringComparison.OrdinalIgnoreCase);

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A setting of the binding as text; null where it is absent.</summary>
    public string? Text(string key) => Settings[key]?.ToString();
}

/// <summary>The <c>retry</c> section, strategy fixedDelay: how often a failed invocation is repeated (-1: without end), and after what time.</summary>
internal sealed record FunctionRetry(int MaxRetryCount, TimeSpan DelayInterval);
