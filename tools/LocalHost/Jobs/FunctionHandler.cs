using Microsoft.Azure.WebJobs;

namespace Usher.LocalHost.Jobs;

/// <summary>Called by every method of <see cref="FunctionMethods"/>; public because those methods live in a separate assembly.</summary>
/// <param name="function">The function's name.</param>
/// <param name="trigger">The value that triggered it: an instance of the method's first parameter type.</param>
/// <param name="binder">Binds further inputs; its binding data is the trigger metadata.</param>
/// <param name="cancellationToken">Cancelled when the host stops or the function exceeds its timeout.</param>
/// <returns>The function's return value.</returns>
public delegate Task<object?> FunctionHandler(string function, object? trigger, Binder binder, CancellationToken cancellationToken);
