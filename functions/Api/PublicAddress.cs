namespace Usher.Api;

/// <summary>Scheme and host as the caller knows them: the Functions host proxies, so its forwarded headers come first.</summary>
internal static class PublicAddress
{
    public static string Of(HttpRequest request)
    {
        var scheme = First(request.Headers["X-Forwarded-Proto"]) ?? request.Scheme;
        var host = First(request.Headers["X-Forwarded-Host"]) ?? request.Host.Value;
        return $"{scheme}://{host}";
    }

    private static string? First(string? values) => values?.Split(',')[0].Trim() is { Length: > 0 } first ? first : null;
}
