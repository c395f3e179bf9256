using System.Text;
using System.Text.Json;

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
