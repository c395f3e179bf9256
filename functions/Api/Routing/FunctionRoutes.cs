using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace Usher.Api.Routing;

/// <summary>
/// The routes of all functions, as declared by their attributes. The host tries them in the order of function names, and the first match
/// wins. Source: <c>FunctionMetadataManager</c> and <c>WebScriptHostHttpRoutesManager</c> of Azure/azure-functions-host.
/// </summary>
internal sealed class FunctionRoutes(IFunctionMetadataProvider metadata)
{
    /// <summary>All methods, in the order of the header Allow.</summary>
    public const string AnyMethod = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS";

    private readonly Lazy<Task<IReadOnlyList<FunctionRoute>>> all = new(() => ReadAsync(metadata));

    public Task<IReadOnlyList<FunctionRoute>> AllAsync() => all.Value;

    /// <returns>The header Allow of a path, including OPTIONS; null if the path does not exist.</returns>
    public async Task<string?> AllowAsync(PathString path)
    {
        var methods = (await AllAsync())
            .Where(route => !route.IsCatchAll && route.Matches(path) && route.IsSpelledBy(path))
            .SelectMany(route => route.Methods)
            .ToHashSet();
        return methods.Count == 0
            ? null
            : string.Join(", ", AnyMethod.Split(", ").Where(method => method == "OPTIONS" || methods.Contains(method)));
    }

    /// <returns>False if the host matched a path that differs in case from the function's route.</returns>
    public async Task<bool> IsSpelledAsync(string function, PathString path) =>
        (await AllAsync()).First(route => route.Function == function).IsSpelledBy(path);

    private static async Task<IReadOnlyList<FunctionRoute>> ReadAsync(IFunctionMetadataProvider metadata) =>
        [
            .. (await metadata.GetFunctionMetadataAsync(AppContext.BaseDirectory))
                .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
                .Select(FunctionRoute.Of)
                .OfType<FunctionRoute>(),
        ];
}
