using System.Text.Json;
using Usher.Api.Management;
using Usher.Api.Validation;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>Management operations on webhooks, verifications and failed messages.</summary>
internal static class ManagementOperations
{
    private const string Project = "/manage/v1/projects/{id}";
    private const string Webhook = Project + "/webhooks/{webhook}";

    public static readonly Refusal[] Always =
    [
        new("unauthorized", ManagementAnswer.Unauthorized()),
        new("closed", ManagementAnswer.Closed()),
        new("storage_away", ManagementAnswer.Unavailable()),
    ];

    public static readonly Refusal[] OfProject = [new("project_not_found", ManagementAnswer.ProjectNotFound()), .. Always];
    private static readonly Refusal[] OfWebhook = [new("webhook_not_found", ManagementAnswer.WebhookNotFound()), .. OfProject];

    public static readonly Refusal[] OfBody =
    [
        new("no_json", ManagementAnswer.Body(new JsonBody.Malformed("line 1, byte 2 is not valid JSON."))),
        new("too_large", ManagementAnswer.Body(new JsonBody.TooLarge())),
        new("wrong_media_type", ManagementAnswer.Body(new JsonBody.WrongMediaType("text/plain"))),
        new("wrong_content_encoding", ManagementAnswer.Body(new JsonBody.Unreadable("Unsupported content encoding \"gzip\" in request."))),
        new("too_slow", ManagementAnswer.Error(408, FailureText.Of(408))),
    ];

    public static readonly Refusal InvalidOverlap = Invalid("""{"overlap_seconds": -1}""");

    private static readonly Refusal TooManySecrets = new("too_many_secrets", ManagementAnswer.TooManySecrets());

    public static readonly IReadOnlyList<Operation> All =
    [
        OfTheProject("POST", "/webhooks", "createProjectWebhook", "Create a webhook for all bots of a project") with
        {
            Description =
                "State changes and meeting events are delivered. Triggers for calendars, connections, logs and later "
                + "transcriptions are accepted but never sent. The project's secret is shown only in this response.",
            Body = new RequestBody("CreateWebhook", "create_webhook"),
            Successes = [new Success(201, "The webhook, and the project's secret.", "CreatedWebhook", "created_webhook")],
            Refusals =
            [
                Invalid("""{"triggers": []}"""),
                new("too_many_webhooks", ManagementAnswer.TooManyWebhooks(CreateProjectWebhook.MaxPerProject)),
                new("already_subscribed", ManagementAnswer.AlreadySubscribed()),
                .. OfBody,
                .. OfProject,
            ],
        },
        OfTheProject("GET", "/webhooks", "listProjectWebhooks", "List a project's webhooks") with
        {
            Successes = [new Success(200, "All webhooks, with their status.", "WebhookList", "webhooks")],
            Refusals = OfProject,
        },
        OfTheWebhook("DELETE", "", "deleteProjectWebhook", "Delete a webhook") with
        {
            Description = "Pending deliveries are cancelled.",
            Successes = [new Success(204, "The webhook is deleted.")],
            Refusals = OfWebhook,
        },
        OfTheWebhook("POST", "/rotate_secret", "rotateWebhookSecret", "Rotate the webhook secret, by webhook") with
        {
            Description = "The secret belongs to the whole project. Replaced secrets also sign deliveries until their overlap ends.",
            Body = new RequestBody("RotateSecret", "rotate_secret") { IsOptional = true },
            Successes = [new Success(200, "The new secret.", "RotatedSecret", "rotated_secret")],
            Refusals = [InvalidOverlap, TooManySecrets, .. OfBody, .. OfWebhook],
        },
        OfTheWebhook("POST", "/test", "testWebhook", "Send a test delivery") with
        {
            Description =
                "Sends `webhook.test` once, signed like every delivery. The result does not affect the webhook's status. The "
                + "request body is ignored.",
            Successes = [new Success(200, "The result of the attempt.", "TestedWebhook", "tested_webhook")],
            Refusals = OfWebhook,
        },
        OfTheWebhook("POST", "/resume", "resumeWebhook", "Resume a paused webhook") with
        {
            Description = "New events are delivered again, after those that were held back during the pause. The request body is ignored.",
            Successes = [new Success(200, "The webhook.", "Webhook", "webhook")],
            Refusals = [new("ended", ManagementAnswer.WebhookEnded()), .. OfWebhook],
        },
        OfTheProject("POST", "/rotate_webhook_secret", "rotateProjectSecret", "Rotate the webhook secret") with
        {
            Description = "Replaced secrets also sign deliveries until their overlap ends, however often the secret is rotated.",
            Body = new RequestBody("RotateSecret", "rotate_secret") { IsOptional = true },
            Successes = [new Success(200, "The new secret.", "RotatedSecret", "rotated_secret")],
            Refusals = [InvalidOverlap, TooManySecrets, .. OfBody, .. OfProject],
        },
        OfTheProject("POST", "/webhook_deliveries/redeliver", "redeliverProjectWebhooks", "Redeliver webhooks of a time range") with
        {
            Description = "Deliveries keep their IDs. Deliveries with an attempt in progress are skipped and not counted.",
            Body = new RequestBody("Redeliver", "redeliver"),
            Successes = [new Success(202, "The deliveries are queued.", "Redelivered", "redelivered")],
            Refusals =
            [
                Invalid("""{"from": "yesterday"}"""),
                new("too_many_deliveries", ManagementAnswer.TooManyDeliveries()),
                .. OfBody,
                .. OfProject,
            ],
        },
        OfTheProject("POST", "/verify", "verifyProject", "Verify a project's projections") with
        {
            Description =
                "Folds every event stream and compares the result with its projection, in the background. Events are never "
                + "changed. A verification that is already running is not started again. The request body is ignored.",
            Parameters = ["project", "repair"],
            Successes =
            [
                new Success(202, "The verification has started.", "Verification", "verification_begun") { Headers = ["Location"] },
            ],
            Refusals = [new("invalid_repair", ManagementAnswer.InvalidRepair()), .. OfProject],
        },
        OfTheProject("GET", "/verifications/{verification}", "getVerification", "Get the status of a verification") with
        {
            Description = "Returns the latest verification of this kind.",
            Parameters = ["project", "verification"],
            Successes = [new Success(200, "Progress and differences.", "Verification", "verification")],
            Refusals = [new("verification_not_found", ManagementAnswer.VerificationNotFound()), .. OfProject],
        },
        new("POST", "/manage/v1/poison/{queue}/retry", "retryPoison", "Management", "Retry failed messages")
        {
            Description =
                "Returns messages that have failed for an hour (720 attempts) to their queue, at most 1,000. The request body "
                + "is ignored.",
            Security = "ManagementKey",
            Parameters = ["queue"],
            Successes = [new Success(200, "The messages are back in their queue.", "RetriedMessages", "retried_messages")],
            Refusals = [new("queue_not_found", ManagementAnswer.QueueNotFound()), .. Always],
        },
    ];

    public static Operation OfTheProject(string method, string what, string id, string summary) =>
        new(method, Project + what, id, "Management", summary) { Security = "ManagementKey", Parameters = ["project"] };

    private static Operation OfTheWebhook(string method, string what, string id, string summary) =>
        new(method, Webhook + what, id, "Management", summary) { Security = "ManagementKey", Parameters = ["project", "webhook"] };

    /// <summary>The errors that validation reports for the given fields.</summary>
    private static Refusal Invalid(string body)
    {
        var fields = new BodyFields(JsonElement.Parse(body));
        fields.Read("triggers", ProjectWebhookFields.Triggers);
        fields.Read("overlap_seconds", ProjectWebhookFields.Overlap);
        fields.Read("from", TimeField.Check);
        return new Refusal("invalid_fields", ManagementAnswer.Invalid(fields.Errors));
    }
}
