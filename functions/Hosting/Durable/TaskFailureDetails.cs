namespace Usher.Hosting.Durable;

/// <summary>
/// Why a task failed, as the host saw it: the handler's own words do not come through. Named as in Microsoft.DurableTask.
/// </summary>
/// <param name="ErrorType">The full name of a .NET exception type of the host.</param>
/// <param name="ErrorMessage">That exception's message.</param>
/// <param name="InnerFailure">What caused it.</param>
internal sealed record TaskFailureDetails(string ErrorType, string ErrorMessage, TaskFailureDetails? InnerFailure);
