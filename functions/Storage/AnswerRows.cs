using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

/// <summary>Where the answers to keyed requests are stored: in the table <c>bots</c>, next to the streams they concern.</summary>
internal sealed class AnswerRows(TableClient table, TimeProvider clock, TimeSpan keptFor)
{
    public AnswerRow Of(string project, BotId bot, KeyedRequest request) =>
        new(table, clock, keptFor, project, bot.Shard, StreamRows.Request(bot.ToString(), request.Key), request);

    public AnswerRow OfCreation(string project, int shard, KeyedRequest request) =>
        new(table, clock, keptFor, project, shard, StreamRows.Request("", request.Key), request);
}
