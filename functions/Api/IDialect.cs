using Usher.Wire;

namespace Usher.Api;

/// <summary>What is particular to one family of endpoints: who may call it, and the words of the answers that no operation gives.</summary>
internal interface IDialect
{
    /// <summary>Nothing here can be answered before tables and queues exist.</summary>
    bool NeedsStorage { get; }

    /// <summary>
    /// Paths that exist answer other methods with 405 and OPTIONS with Allow, after authentication; otherwise they are 404, like unknown
    /// paths.
    /// </summary>
    bool TellsMethods { get; }

    /// <summary>Decides who calls, before anything else is looked at.</summary>
    Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken);

    /// <summary>There is nothing at this path.</summary>
    HttpResult NotFound(string method);

    /// <summary>There is something at this path, but not for this method.</summary>
    /// <param name="method">As it was sent.</param>
    /// <param name="allow">The methods that there are, as the header Allow lists them.</param>
    HttpResult OtherMethod(string method, string allow);

    /// <summary>503 with Retry-After: storage does not answer.</summary>
    HttpResult Unavailable();

    /// <summary>The request could not be read (4xx), or the app has failed (500).</summary>
    HttpResult Failed(int status);
}
