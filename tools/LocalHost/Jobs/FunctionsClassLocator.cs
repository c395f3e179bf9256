using Microsoft.Azure.WebJobs;

namespace Usher.LocalHost.Jobs;

/// <summary>Tells the WebJobs SDK about the class of <see cref="FunctionMethods"/>.</summary>
internal sealed class FunctionsClassLocator(Type type) : ITypeLocator
{
    public IReadOnlyList<Type> GetTypes() => [type];
}
