using System.Globalization;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api;

/// <summary>
/// The rate limit per project, if there is one. Every response reports what is left (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal sealed class RequestRate(LimitOptions limits, TimeProvider clock)
{
    private readonly RequestBuckets? projects = limits.RequestsPerMinute is { } quota ? new RequestBuckets(quota, clock) : null;

    /// <summary>Admits the caller if its project has quota left.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="refuse">Creates the dialect's response from the seconds to wait.</param>
    public Admission Admit(Caller caller, Func<int, HttpResult> refuse)
    {
        if (projects is null)
        {
            return Admission.To(caller);
        }

        var (wait, left, full) = projects.Take(caller.Project);
        var turn = new RequestTurn(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\"requests\";q={limits.RequestsPerMinute};w={RequestBuckets.Minute.TotalSeconds}"
            ),
            string.Create(CultureInfo.InvariantCulture, $"\"requests\";r={left};t={full}")
        );
        return new Admission(wait > 0 ? refuse(wait) : null, caller, turn);
    }
}
