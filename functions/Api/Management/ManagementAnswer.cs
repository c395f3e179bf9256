using System.Diagnostics;
using Usher.Api.Validation;
using Usher.Storage;
using Usher.Webhooks;
using Usher.Wire;

namespace Usher.Api.Management;

/// <summary>The management API's responses: <c>{"error": …}</c>, or errors by field.</summary>
internal static class ManagementAnswer
{
    public static HttpResult Error(int status, string text, params (string Name, string Value)[] headers) =>
        HttpResult.Json(status, new ManagementError(text), ManagementJson.Wire.ManagementError, headers);

    public static HttpResult Invalid(FieldErrors errors) => HttpResult.Json(400, errors.ToJson(), ManagementJson.Wire.JsonObject);

    public static HttpResult Unavailable() => Error(503, "Service temporarily unavailable, try again later.", ("Retry-After", "5"));

    public static HttpResult Closed() =>
        Error(
            403,
            "The management API is closed. Set Usher__ManagementKey to a key of your own, for example the output of: openssl rand -hex 32"
        );

    public static HttpResult Unauthorized() => Error(401, "Unauthorized", ("WWW-Authenticate", "Bearer"));

    public static HttpResult ProjectNotFound() => Error(404, "Project not found");

    public static HttpResult ProjectExists() => Error(409, "A project with this id already exists.");

    public static HttpResult KeyNotFound() => Error(404, "API key not found");

    public static HttpResult KeyDisabled() => Error(409, "This API key is already disabled. Create a new one.");

    public static HttpResult WebhookNotFound() => Error(404, "Webhook not found");

    public static HttpResult QueueNotFound() => Error(404, "Queue not found");

    public static HttpResult VerificationNotFound() => Error(404, "Verification not found");

    public static HttpResult TooManyWebhooks(int max) => Error(400, $"A project has at most {max} webhooks.");

    public static HttpResult AlreadySubscribed() => Error(400, "URL already subscribed for this project");

    public static HttpResult TooManySecrets() =>
        Error(
            409,
            $"{WebhookSecrets.MaxPrevious} replaced secrets still sign deliveries. Wait until the overlap of one of them ends, or replace "
                + "this one with an overlap_seconds of 0."
        );

    public static HttpResult WebhookEnded() =>
        Error(409, "The receiver answered 410, which ended this webhook. Delete it and create a new one.");

    public static HttpResult TooManyDeliveries() =>
        Error(
            400,
            $"There are more than {WebhookRedelivery.MaxAtOnce} deliveries in this time range. Nothing was sent again. Use a shorter "
                + "range."
        );

    public static HttpResult InvalidRepair() => Error(400, "repair must be true or false.");

    public static HttpResult Body(JsonBody body) =>
        body switch
        {
            JsonBody.TooLarge => Error(413, "Request body too large."),
            JsonBody.WrongMediaType wrong => Error(415, $"Content-Type must be application/json, not '{wrong.MediaType}'."),
            JsonBody.Unreadable unreadable => Error(415, unreadable.Reason),
            JsonBody.Malformed malformed => Error(400, $"JSON parse error - {malformed.Reason}"),
            _ => throw new UnreachableException(),
        };
}
