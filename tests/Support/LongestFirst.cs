using Usher.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Usher.Tests.Support;

/// <summary>Tests that wait for processes and timers start first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Stories = ["EndToEnd", "Dashboard", "LocalHost", "Fire", "Commands"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string name) =>
        Array.FindIndex(Stories, story => name.Contains($".{story}.", StringComparison.Ordinal)) is var place and >= 0
            ? place
            : Stories.Length;
}
