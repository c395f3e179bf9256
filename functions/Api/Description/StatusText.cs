namespace Usher.Api.Description;

/// <summary>What a status of refusal means here, whichever operation gives it.</summary>
internal static class StatusText
{
    public static string Of(int status) =>
        status switch
        {
            400 => "The request is wrong, or the bot's state does not allow it. Nothing was changed.",
            401 => "Who calls is not known.",
            403 => "The bot is another project's, or the installation does not offer this.",
            404 => "There is no such thing, or it is another's.",
            408 => "The body did not come in time. Nothing was changed.",
            409 => "It collides with what happened meanwhile. Nothing was changed.",
            412 => "The bot is at another version than the request is meant for. Nothing was changed.",
            413 => "The body has more than 10 MiB, or a part of it more than it may have.",
            415 => "The body is not JSON by its Content-Type, or in a coding or charset that is not read here.",
            422 => "The Idempotency-Key came with another request before. Nothing was changed.",
            429 => "There are too many requests. Nothing was changed; send it again after the time in Retry-After.",
            503 =>
                "Storage does not answer, or there are too many large bodies at this moment. Send it again after the time in Retry-After.",
            _ => throw new ArgumentOutOfRangeException(
                nameof(status),
                status,
                "No operation was known to answer so: say here what it means."
            ),
        };
}
