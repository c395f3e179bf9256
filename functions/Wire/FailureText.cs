using Microsoft.AspNetCore.WebUtilities;

namespace Usher.Wire;

/// <summary>The message of a response that no operation produces: the request could not be read, or the app has failed.</summary>
internal static class FailureText
{
    public static string Of(int status) => $"{ReasonPhrases.GetReasonPhrase(status)}.";
}
