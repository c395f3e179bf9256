namespace Usher.Tests.Fuzz;

internal enum MutationKind
{
    Replace,
    Rename,
    Drop,
    Duplicate,
    Swap,
    Nest,
    Insert,
    Truncate,
    Flip,
}
