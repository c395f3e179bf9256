using System.CommandLine;
using Usher.Api.Attendee;
using Usher.Bots;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Cli;

/// <summary><c>usher bots list|show|tail|transcript</c>.</summary>
internal static class BotsCommand
{
    private const int PageSize = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create() =>
        new("bots", "Shows bots and what happens to them.") { List(), Show(), Tail(), TranscriptCommand.Create() };

    private static Verb List()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var states = new Option<string[]>("--state")
        {
            Description = "Only bots in these states, such as 'joining' or 'ended'.",
            HelpName = "state",
            AllowMultipleArgumentsPerToken = true,
        };
        states.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.Select(token => token.Value).Where(name => WireName.Parse<BotState>(name) is null))
            {
                result.AddError(
                    $"'{unknown}' is not a state. The states are {string.Join(", ", Enum.GetValues<BotState>().Select(state => state.Name))}."
                );
            }
        });
        var command = new Verb(
            "list",
            "Lists a project's bots, oldest first; with --json, one per line.",
            "usher bots list --project acme",
            "usher bots list --project acme --state joining waiting_room --json"
        )
        {
            project,
            states,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                    {
                        var filter = new BotFilter
                        {
                            States = [.. (parsed.GetValue(states) ?? []).Select(name => WireName.Parse<BotState>(name)!.Value)],
                        };
                        var listing = context.Service<BotListing>();
                        for (BotListPlace? place = null; ; )
                        {
                            var bots = await listing.AfterAsync(
                                parsed.GetRequiredValue(project),
                                filter,
                                place,
                                PageSize,
                                cancellationToken
                            );
                            foreach (var bot in bots)
                            {
                                await context.SayAsync(
                                    BotResource.From(bot),
                                    AttendeeJson.Wire.BotResource,
                                    [$"{bot.Id}  {bot.State.Name, -24}  joins {WireTime.Format(bot.JoinAt)}  {bot.MeetingUrl}"]
                                );
                            }

                            if (bots.Count < PageSize)
                            {
                                return ExitCode.Done;
                            }

                            place = BotListPlace.Behind(bots[^1].Id);
                        }
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Verb Show()
    {
        var id = new Argument<string>("bot") { Description = "The bot's id." };
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var command = new Verb(
            "show",
            "Shows a bot and its events; with --json, the bot first and then one event per line.",
            "usher bots show bot_3pVj4QcEyhV3mfHc --project acme"
        )
        {
            id,
            project,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                    {
                        var name = parsed.GetRequiredValue(id);
                        List<StoredEvent> events = BotId.TryParse(name, out var bot)
                            ? await context
                                .Service<BotStore>()
                                .EventsAsync(parsed.GetRequiredValue(project), bot, cancellationToken: cancellationToken)
                                .ToListAsync(cancellationToken)
                            : [];
                        if (events.Count == 0)
                        {
                            return await context.FailNoBotAsync(parsed.GetRequiredValue(project), name);
                        }

                        var now = Bot.Fold(bot, events.Select(stored => stored.Event));
                        await context.SayAsync(
                            BotResource.From(now),
                            AttendeeJson.Wire.BotResource,
                            [$"{now.Id}  {now.State.Name}  {now.MeetingUrl}", $"joins {WireTime.Format(now.JoinAt)}, as {now.BotName}"]
                        );
                        foreach (var fed in events.Select(stored => FeedEvent.Of(bot, stored)))
                        {
                            await context.SayAsync(EventResource.From(fed), AttendeeJson.Wire.EventResource, [Line(fed)]);
                        }

                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Verb Tail()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var all = new Option<bool>("--all")
        {
            Description = "Start with the project's first event instead of the next one.",
            Arity = ArgumentArity.Zero,
        };
        var command = new Verb(
            "tail",
            "Waits for a project's events and shows each as it happens, until Ctrl-C.",
            "usher bots tail --project acme",
            "usher bots tail --project acme --all --json"
        )
        {
            project,
            all,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                    {
                        await FollowAsync(context, parsed.GetRequiredValue(project), parsed.GetValue(all), cancellationToken);
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task FollowAsync(CommandContext context, string project, bool isShown, CancellationToken cancellationToken)
    {
        // A feed that has not been read for a long time returns older events first; until the last page, they are recognized by their time.
        var (feed, start) = (context.Service<EventFeed>(), context.Service<TimeProvider>().GetUtcNow());
        var place = isShown ? FeedPlace.Start : await feed.EndAsync(project, cancellationToken);
        for (var isWaiting = false; ; )
        {
            var page = await feed.AfterAsync(project, place, PageSize, cancellationToken);
            place = page.Next;
            foreach (var fed in page.Events.Where(fed => isShown || fed.At >= start))
            {
                await context.SayAsync(EventResource.From(fed), AttendeeJson.Wire.EventResource, [$"{fed.BotId}  {Line(fed)}"]);
            }

            if (page.IsLast)
            {
                if (!isWaiting)
                {
                    (isShown, isWaiting) = (true, true);
                    await context.NoteAsync($"Waiting for events of project {project}. Press Ctrl-C to stop.");
                }

                await Task.Delay(Pause, context.Service<TimeProvider>(), cancellationToken);
            }
        }
    }

    private static string Line(FeedEvent fed)
    {
        if (fed.OfMeeting is { } told)
        {
            return $"{WireTime.Format(fed.At), -28} m{fed.Sequence, -4} {fed.Type}, by {fed.Actor}: {MeetingText.Of(told)}";
        }

        var subType = fed.SubType is null ? "" : $" ({fed.SubType})";
        var transition = fed.OldState == fed.NewState ? "" : $": {fed.OldState} -> {fed.NewState}";
        return $"{WireTime.Format(fed.At), -28} #{fed.Sequence, -4} {fed.Type}{subType}, by {fed.Actor}{transition}";
    }
}
