using System.Text;
using Usher.Bots;

namespace Usher.Tests.Documents;

/// <summary>
/// The lifecycle as a Mermaid state diagram generated from the transition table; the states of a joined bot share one box.
/// </summary>
internal static class LifecycleDiagram
{
    private static readonly BotState[] Phantoms =
    [
        .. Enum.GetValues<BotState>().Where(state => state.Stage == BotStage.None && state != BotState.Ready),
    ];

    private static readonly BotState[] Joined = [.. Enum.GetValues<BotState>().Where(state => state.Stage == BotStage.Meeting)];

    public static string Draw()
    {
        var diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        diagram.Append("    state \"in the meeting\" as joined {\n");
        Edges(diagram, inside: true);
        diagram.Append("    }\n");
        Edges(diagram, inside: false);
        diagram.Append("    note right of fatal_error: fatal_error can end a bot in every state\\nbefore ended, fatal_error and deleted\n");
        return diagram.Append("```").ToString();
    }

    private static void Edges(StringBuilder diagram, bool inside)
    {
        var edges =
            from transition in BotTransitions.All
            where transition.Type.IsLifecycle && transition.Type != BotEventType.FatalError
            from edge in Arrows(transition)
            where inside == (Joined.Any(state => state.Name == edge.From) && Joined.Any(state => state.Name == edge.To))
            group transition.Type.Name by edge into labels
            select (labels.Key.From, labels.Key.To, Label: string.Join("\\n", labels));
        foreach (var (from, to, label) in edges)
        {
            diagram.Append(inside ? "        " : "    ").Append(from).Append(" --> ").Append(to).Append(": ").Append(label).Append('\n');
        }
    }

    private static IEnumerable<(string From, string To)> Arrows(Transition transition)
    {
        var from = transition.From.Concat(transition.Unlisted).Except(Phantoms).ToList();
        var to = transition.To?.Name ?? "joined";
        var isForAllJoined = Joined.All(from.Contains) && !Joined.Any(state => state.Name == to);
        return from.Where(state => state.Name != to)
            .Select(state =>
                state == BotState.Ready ? "[*]"
                : isForAllJoined && Joined.Contains(state) ? "joined"
                : state.Name
            )
            .Distinct()
            .Select(name => (name, to));
    }
}
