using Usher.Api.Attendee;
using Usher.Wire;

namespace Usher.Api.Service;

/// <summary>
/// Paths that need no authentication: health, the description and the dashboard's files. Paths of no other dialect are answered here, too.
/// </summary>
internal sealed class ServiceDialect : IDialect
{
    public bool NeedsStorage => false;

    public bool TellsMethods => false;

    public Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken) => Task.FromResult(Admission.To());

    public HttpResult NotFound(string method) => AttendeeAnswer.NotFound();

    public HttpResult OtherMethod(string method, string allow) => NotFound(method);

    public HttpResult Unavailable() => HealthCheck.Unavailable();

    public HttpResult Failed(int status) => AttendeeAnswer.Error(status, FailureText.Of(status));
}
