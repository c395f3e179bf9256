using System.Text.Json;
using Usher.Api.Management;
using Usher.Api.Validation;
using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>What the operator calls.</summary>
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
        new("no_json", ManagementAnswer.Body(new JsonBody.Malformed("line 1, byte 2 is not what JSON allows there."))),
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
                "Only changes of state are told so far; the other triggers are kept for the day when they are. The project's secret is "
                + "shown here and not again.",
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
        OfTheProject("GET", "/webhooks", "listProjectWebhooks", "List the webhooks of a project, and how they do") with
        {
            Successes = [new Success(200, "All of them.", "WebhookList", "webhooks")],
            Refusals = OfProject,
        },
        OfTheWebhook("DELETE", "", "deleteProjectWebhook", "Delete a webhook") with
        {
            Description = "Deliveries that are on their way are cancelled.",
            Successes = [new Success(204, "It is deleted.")],
            Refusals = OfWebhook,
        },
        OfTheWebhook("POST", "/rotate_secret", "rotateWebhookSecret", "Make a new secret, named by a webhook") with
        {
            Description = "The secret is the whole project's. Each that was replaced signs too until its overlap is over.",
            Body = new RequestBody("RotateSecret", "rotate_secret") { IsOptional = true },
            Successes = [new Success(200, "The new secret.", "RotatedSecret", "rotated_secret")],
            Refusals = [InvalidOverlap, TooManySecrets, .. OfBody, .. OfWebhook],
        },
        OfTheWebhook("POST", "/test", "testWebhook", "Send something that means nothing") with
        {
            Description = "`webhook.test`, once, signed as everything is. It counts for nothing. The request's body is not read.",
            Successes = [new Success(200, "How it went.", "TestedWebhook", "tested_webhook")],
            Refusals = OfWebhook,
        },
        OfTheWebhook("POST", "/resume", "resumeWebhook", "Resume a webhook that was paused") with
        {
            Description = "It is told again from now on, and what was held first. The request's body is not read.",
            Successes = [new Success(200, "The webhook.", "Webhook", "webhook")],
            Refusals = [new("ended", ManagementAnswer.WebhookEnded()), .. OfWebhook],
        },
        OfTheProject("POST", "/rotate_webhook_secret", "rotateProjectSecret", "Make a new secret") with
        {
            Description = "Each that was replaced signs too until its overlap is over, however often this is repeated.",
            Body = new RequestBody("RotateSecret", "rotate_secret") { IsOptional = true },
            Successes = [new Success(200, "The new secret.", "RotatedSecret", "rotated_secret")],
            Refusals = [InvalidOverlap, TooManySecrets, .. OfBody, .. OfProject],
        },
        OfTheProject("POST", "/webhook_deliveries/redeliver", "redeliverProjectWebhooks", "Send all deliveries of a time again") with
        {
            Description = "Under the ids that they had. Those with an attempt under way at this moment are left out and not counted.",
            Body = new RequestBody("Redeliver", "redeliver"),
            Successes = [new Success(202, "They come again.", "Redelivered", "redelivered")],
            Refusals =
            [
                Invalid("""{"from": "yesterday"}"""),
                new("too_many_deliveries", ManagementAnswer.TooManyDeliveries()),
                .. OfBody,
                .. OfProject,
            ],
        },
        OfTheProject("POST", "/verify", "verifyProject", "Prove the projections of a project") with
        {
            Description =
                "Every stream is folded and compared with its projection, in the background. Events are never touched. One that runs "
                + "already is not "
                + "begun again. The request's body is not read.",
            Parameters = ["project", "repair"],
            Successes = [new Success(202, "It has begun.", "Verification", "verification_begun") { Headers = ["Location"] }],
            Refusals = [new("invalid_repair", ManagementAnswer.InvalidRepair()), .. OfProject],
        },
        OfTheProject("GET", "/verifications/{verification}", "getVerification", "How far a verification is") with
        {
            Description = "The latest of its kind.",
            Parameters = ["project", "verification"],
            Successes = [new Success(200, "How far it is, and what differs.", "Verification", "verification")],
            Refusals = [new("verification_not_found", ManagementAnswer.VerificationNotFound()), .. OfProject],
        },
        new("POST", "/manage/v1/poison/{queue}/retry", "retryPoison", "Management", "Try messages again that were given up")
        {
            Description =
                "Messages that failed for an hour (720 times) go back into their queue, at most 1,000. The request's body is not read.",
            Security = "ManagementKey",
            Parameters = ["queue"],
            Successes = [new Success(200, "They are in the queue.", "RetriedMessages", "retried_messages")],
            Refusals = [new("queue_not_found", ManagementAnswer.QueueNotFound()), .. Always],
        },
    ];

    public static Operation OfTheProject(string method, string what, string id, string summary) =>
        new(method, Project + what, id, "Management", summary) { Security = "ManagementKey", Parameters = ["project"] };

    private static Operation OfTheWebhook(string method, string what, string id, string summary) =>
        new(method, Webhook + what, id, "Management", summary) { Security = "ManagementKey", Parameters = ["project", "webhook"] };

    /// <summary>What the app itself finds wrong with the fields that are there.</summary>
    private static Refusal Invalid(string body)
    {
        var fields = new BodyFields(JsonElement.Parse(body));
        fields.Read("triggers", ProjectWebhookFields.Triggers);
        fields.Read("overlap_seconds", ProjectWebhookFields.Overlap);
        fields.Read("from", TimeField.Check);
        return new Refusal("invalid_fields", ManagementAnswer.Invalid(fields.Errors));
    }
}
