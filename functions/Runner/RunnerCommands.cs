using Usher.Bots;
using Usher.Storage;

namespace Usher.Runner;

/// <summary>Sends commands to the runner.</summary>
internal sealed class RunnerCommands(BotQueues queues, RunnerTokens tokens, PublicUrl publicUrl)
{
    /// <summary>The runner command for an event; null if there is nothing for a runner to do.</summary>
    public static string? For(BotEvent next) =>
        next switch
        {
            { Type: BotEventType.JoinRequested } => RunnerCommand.Join,
            { Type: BotEventType.LeaveRequested } => RunnerCommand.Leave,
            BotEvent.Commanded commanded => commanded.Command.Type.Name,
            _ => null,
        };

    public Task SendAsync(Bot bot, int sequence, string command, CancellationToken cancellationToken)
    {
        var message = new RunnerCommand(
            RunnerCommand.Id(bot.Id, sequence),
            bot.Id.ToString(),
            command,
            new RunnerBot(bot.MeetingUrl, bot.BotName),
            publicUrl.ReportTo(bot.Id),
            tokens.Create(bot.Project, bot.Id)
        );
        return queues.Commands.SendAsync(message.ToJson(), delay: null, cancellationToken);
    }
}
