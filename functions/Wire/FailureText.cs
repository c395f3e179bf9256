using Microsoft.AspNetCore.WebUtilities;

namespace Usher.Wire;

/// <summary>The sentence of an answer that no operation gives: the request could not be read, or the app has failed.</summary>
internal static class FailureText
{
    public static string Of(int status) => $"{ReasonPhrases.GetReasonPhrase(status)}.";
}
