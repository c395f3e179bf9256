using Microsoft.Azure.WebJobs;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// What every method of <see cref="FunctionMethods"/> calls; public, because those methods live in an assembly of their own.
/// </summary>
/// <param name="function">The function's name.</param>
/// <param name="trigger">What triggered it: an instance of the method's first parameter type.</param>
/// <param name="binder">Binds further inputs; its binding data is the trigger metadata.</param>
/// <param name="cancellationToken">Cancelled when the host stops or the function exceeds its time.</param>
/// <returns>The function's return value.</returns>
public delegate Task<object?> FunctionHandler(string function, object? trigger, Binder binder, CancellationToken cancellationToken);
