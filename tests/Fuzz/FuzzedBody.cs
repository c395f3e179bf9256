using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Usher.Tests.Fuzz;

/// <summary>A mutated copy of a valid body.</summary>
internal sealed record FuzzedBody(Endpoint Endpoint, byte[] Bytes)
{
    private const int MaxMutations = 4;

    private static readonly Gen<Mutation> Mutations =
        from kind in Gen.Elements(Enum.GetValues<MutationKind>())
        from at in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        from odd in Gen.Choose(0, 9999)
        select new Mutation(kind, at, other, odd);

    public static readonly Gen<FuzzedBody> Any =
        from recorded in Gen.Elements(RecordedBodies.All.ToArray())
        from endpoint in Gen.Frequency((8, Gen.Constant(recorded.Endpoint)), (1, Gen.Elements(Enum.GetValues<Endpoint>())))
        from count in Gen.Choose(0, MaxMutations)
        from mutations in Mutations.ArrayOf(count)
        select new FuzzedBody(
            endpoint,
            mutations.Aggregate(Encoding.UTF8.GetBytes(recorded.Body), (bytes, mutation) => mutation.Apply(bytes))
        );

    public override string ToString() => $"{Endpoint}: {Encoding.UTF8.GetString(Bytes)} ({Convert.ToBase64String(Bytes)})";
}
