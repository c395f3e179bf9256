using Usher.Wire;

namespace Usher.Api;

/// <summary>What is specific to one family of endpoints: authentication, and the responses that no operation returns.</summary>
internal interface IDialect
{
    /// <summary>Whether requests must wait until tables and queues exist.</summary>
    bool NeedsStorage { get; }

    /// <summary>
    /// Whether existing paths answer other methods with 405, and OPTIONS with Allow, after authentication. Otherwise they return 404, like
    /// unknown paths.
    /// </summary>
    bool TellsMethods { get; }

    /// <summary>Authenticates the caller, before anything else is checked.</summary>
    Task<Admission> AdmitAsync(HttpRequest request, CancellationToken cancellationToken);

    /// <summary>The path does not exist.</summary>
    HttpResult NotFound(string method);

    /// <summary>The path exists, but not for this method.</summary>
    /// <param name="method">The method as sent.</param>
    /// <param name="allow">The supported methods, as a value of the header Allow.</param>
    HttpResult OtherMethod(string method, string allow);

    /// <summary>503 with Retry-After: storage is not available.</summary>
    HttpResult Unavailable();

    /// <summary>The request could not be read (4xx), or the app failed (500).</summary>
    HttpResult Failed(int status);
}
