namespace Usher.Api.Description;

/// <summary>The meaning of an error status, the same for all operations.</summary>
internal static class StatusText
{
    public static string Of(int status) =>
        status switch
        {
            400 => "The request is invalid, or the bot's state does not allow it. Nothing was changed.",
            401 => "Authentication is missing or invalid.",
            403 => "The bot belongs to another project, or the operation is disabled in this installation.",
            404 => "The resource does not exist, or it belongs to another project.",
            408 => "The body was not received in time. Nothing was changed.",
            409 => "The request conflicts with a concurrent change or with the current state. Nothing was changed.",
            412 => "The bot's version does not match the condition of the request. Nothing was changed.",
            413 => "The body, or a part of it, is too large. The limit is 10 MiB.",
            415 => "The Content-Type is not JSON, or the content coding or charset is not supported.",
            422 => "The Idempotency-Key or the ID was already used for a different request, or a value is not known. Nothing was "
                + "changed.",
            429 => "Too many requests. Nothing was changed; retry after the time in Retry-After.",
            503 => "Storage is not available, or too many large bodies are being processed. Retry after the time in Retry-After.",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No description for this status: add one here."),
        };
}
