using Microsoft.Azure.WebJobs;

namespace Usher.LocalHost.Jobs;

/// <summary>Names the class of <see cref="FunctionMethods"/> to the WebJobs SDK.</summary>
internal sealed class FunctionsClassLocator(Type type) : ITypeLocator
{
    public IReadOnlyList<Type> GetTypes() => [type];
}
