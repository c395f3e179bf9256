using System.CommandLine;
using Usher.Api.Management;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Cli;

/// <summary><c>usher keys create|list|disable|rotate</c>.</summary>
internal static class KeysCommand
{
    private const string ShownOnce = "Keep it now: it is shown once, and only its hash is stored.";

    public static Command Create() =>
        new("keys", "Creates, lists, disables and replaces a project's API keys.") { CreateOne(), List(), Disable(), Rotate() };

    private static Command CreateOne()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var command = new Command("create", "Creates an API key and shows it, once.") { project, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                        await SayAsync(
                            context,
                            await context.Service<ApiKeyStore>().CreateAsync(parsed.GetRequiredValue(project), cancellationToken)
                        ),
                    cancellationToken
                )
        );
        return command;
    }

    private static Command List()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var command = new Command("list", "Lists a project's keys, never the keys themselves.") { project, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                    {
                        var keys = await context.Service<ApiKeyStore>().ListAsync(parsed.GetRequiredValue(project), cancellationToken);
                        return await context.SayAsync(
                            new KeyList([.. keys.Select(KeyResource.From)]),
                            ManagementJson.Wire.KeyList,
                            keys.Select(key =>
                                $"{key.Id}  created {WireTime.Format(key.CreatedAt)}"
                                + (key.DisabledAt is { } at ? $"  disabled from {WireTime.Format(at)}" : "")
                            )
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Disable()
    {
        var (key, project, json) = (Key(), UsherCommand.Project(), UsherCommand.Json());
        var command = new Command("disable", "Disables a key for good.") { key, project, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                    {
                        var (id, now) = (parsed.GetRequiredValue(key), context.Service<TimeProvider>().GetUtcNow());
                        var disabled = await context
                            .Service<ApiKeyStore>()
                            .DisableAsync(parsed.GetRequiredValue(project), id, now, cancellationToken);
                        return disabled is not null
                            ? await context.SayAsync(
                                KeyResource.From(disabled),
                                ManagementJson.Wire.KeyResource,
                                [$"Key {id} is disabled: at the latest in a minute it opens nothing any more."]
                            )
                            : await context.FailAsync($"The project has no key '{id}'.");
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Rotate()
    {
        var (key, project, json) = (Key(), UsherCommand.Project(), UsherCommand.Json());
        var overlap = new Option<TimeSpan>("--overlap")
        {
            Description = "How long the old key works too, as d.hh:mm:ss.",
            DefaultValueFactory = _ => ApiKeyStore.DefaultOverlap,
        };
        var command = new Command("rotate", "Replaces a key: shows a new one, once, and disables the old one after an overlap.")
        {
            key,
            project,
            overlap,
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
                        var id = parsed.GetRequiredValue(key);
                        var keys = context.Service<ApiKeyStore>();
                        return await keys.RotateAsync(
                            parsed.GetRequiredValue(project),
                            id,
                            parsed.GetValue(overlap),
                            cancellationToken
                        ) switch
                        {
                            KeyRotation.Done done => await SayAsync(context, (done.Known, done.Key)),
                            KeyRotation.WasDisabled => await context.FailAsync("That key is disabled already. Create a new one."),
                            _ => await context.FailAsync($"The project has no key '{id}'."),
                        };
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Argument<string> Key() => new("key") { Description = "The key's id, as 'usher keys list' shows it." };

    private static Task<int> SayAsync(CommandContext context, (ApiKey Known, string Key) created) =>
        context.SayAsync(
            CreatedKey.From(created.Known, created.Key),
            ManagementJson.Wire.CreatedKey,
            [created.Key, $"Its id is {created.Known.Id}. {ShownOnce}"]
        );
}
