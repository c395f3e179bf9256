using System.Diagnostics;
using Usher.Api.Validation;

namespace Usher.Api.Management;

/// <summary>The management API's answers: <c>{"error": …}</c>, or what is wrong by field.</summary>
internal static class ManagementAnswer
{
    public static HttpAnswer Error(int status, string text, params (string Name, string Value)[] headers) =>
        HttpAnswer.Json(status, new ManagementError(text), ManagementJson.Wire.ManagementError, headers);

    public static HttpAnswer Invalid(FieldErrors errors) => HttpAnswer.Json(400, errors.ToJson(), ManagementJson.Wire.JsonObject);

    public static HttpAnswer Unavailable() => Error(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpAnswer Body(JsonBody body) => body switch
    {
        JsonBody.TooLarge => Error(413, "Request body too large."),
        JsonBody.WrongMediaType wrong => Error(415, $"Content-Type must be application/json, not '{wrong.MediaType}'."),
        JsonBody.Malformed malformed => Error(400, $"JSON parse error - {malformed.Reason}"),
        _ => throw new UnreachableException(),
    };
}
