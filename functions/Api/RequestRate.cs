using System.Globalization;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Api;

/// <summary>
/// How often a project may ask, where that is limited. Every answer tells what is left (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal sealed class RequestRate(LimitOptions limits, TimeProvider clock)
{
    private readonly RequestBuckets? projects = limits.RequestsPerMinute is { } quota ? new RequestBuckets(quota, clock) : null;

    /// <summary>Admits the caller where it is its project's turn.</summary>
    /// <param name="caller">Whose turn is asked for.</param>
    /// <param name="refuse">The dialect's words, by the seconds to wait.</param>
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
