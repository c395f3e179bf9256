using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>
/// <c>Authorization: Bearer {management key}</c> for all paths below <c>/manage/v1</c>. Paths below <c>projects/{id}</c> require that the
/// project exists. If no key is configured, all requests are refused.
/// </summary>
internal sealed class ManagementDialect(Settings settings, Projects projects) : IDialect
{
    private readonly string? key = settings.ManagementKey;

    public bool NeedsStorage => true;

    public bool TellsMethods => false;

    public async Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return new Admission(ManagementAnswer.Closed());
        }

        var header = request.Headers.Authorization.ToString().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (
            header is not [var scheme, var given]
            || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || !ConstantTime.AreEqual(given, key)
        )
        {
            return new Admission(ManagementAnswer.Unauthorized());
        }

        var isOfProject =
            request.Path.StartsWithSegments("/manage/v1/projects", StringComparison.Ordinal, out var rest) && rest.Value is ['/', _, ..];
        return isOfProject && !await projects.ExistsAsync(rest.Value!.Split('/')[1], cancellationToken)
            ? new Admission(ManagementAnswer.ProjectNotFound())
            : Admission.To();
    }

    public HttpResult NotFound(string method) => ManagementAnswer.Error(404, "Not found");

    public HttpResult OtherMethod(string method, string allow) => NotFound(method);

    public HttpResult Unavailable() => ManagementAnswer.Unavailable();

    public HttpResult Failed(int status) => ManagementAnswer.Error(status, FailureText.Of(status));
}
