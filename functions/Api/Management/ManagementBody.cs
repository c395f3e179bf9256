using Usher.Api.Validation;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>Reads a request body field by field and acts only if all fields are valid.</summary>
internal static class ManagementBody
{
    /// <param name="read">Reads the fields.</param>
    /// <param name="act">Called if all fields are valid.</param>
    public static async Task<HttpResult> ReadAsync<T>(
        HttpRequest request,
        Func<BodyFields, T> read,
        Func<T, Task<HttpResult>> act,
        CancellationToken cancellationToken
    )
    {
        if (await JsonBody.ReadAsync(request, cancellationToken) is var body && body is not JsonBody.Parsed)
        {
            return ManagementAnswer.Body(body);
        }

        var fields = new BodyFields(((JsonBody.Parsed)body).Root);
        var sent = read(fields);
        return fields.Errors.IsEmpty ? await act(sent) : ManagementAnswer.Invalid(fields.Errors);
    }
}
