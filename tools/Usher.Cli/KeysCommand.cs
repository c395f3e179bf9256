using System.CommandLine;
using Usher.Api.Management;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Cli;

/// <summary><c>usher keys create|list|disable|rotate</c>.</summary>
internal static class KeysCommand
{
    private const string ShownOnce = "Save the key now: it is shown only once.";

    public static Command Create() =>
        new("keys", "Creates, lists, disables and replaces API keys.") { CreateOne(), List(), Disable(), Rotate() };

    private static Verb CreateOne()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var name = new Option<string?>("--name") { Description = "What the key is for, as 'usher keys list' shows it." };
        name.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !ApiKey.IsValidName(token.Value)))
            {
                result.AddError($"A key's name has 1 to {ApiKey.MaxNameLength} characters, without control characters.");
            }
        });
        var command = new Verb(
            "create",
            "Creates an API key and shows it once.",
            "usher keys create --project acme",
            "usher keys create --project acme --name \"CI\""
        )
        {
            project,
            name,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    project,
                    async context =>
                        await SayAsync(
                            context,
                            await context
                                .Service<ApiKeyStore>()
                                .CreateAsync(parsed.GetRequiredValue(project), parsed.GetValue(name), cancellationToken)
                        ),
                    cancellationToken
                )
        );
        return command;
    }

    private static Verb List()
    {
        var (project, json) = (UsherCommand.Project(), UsherCommand.Json());
        var command = new Verb(
            "list",
            "Lists a project's API keys: their ids and names, and when they were last used.",
            "usher keys list --project acme"
        )
        {
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
                        var keys = await context.Service<ApiKeyStore>().ListAsync(parsed.GetRequiredValue(project), cancellationToken);
                        return await context.SayAsync(
                            new KeyList([.. keys.Select(KeyResource.From)]),
                            ManagementJson.Wire.KeyList,
                            Table(keys)
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Verb Disable()
    {
        var (key, project, json) = (Key(), UsherCommand.Project(), UsherCommand.Json());
        var command = new Verb("disable", "Disables an API key for good.", "usher keys disable 0a1b2c3d4e5f --project acme")
        {
            key,
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
                        var (id, now) = (parsed.GetRequiredValue(key), context.Service<TimeProvider>().GetUtcNow());
                        var disabled = await context
                            .Service<ApiKeyStore>()
                            .DisableAsync(parsed.GetRequiredValue(project), id, now, cancellationToken);
                        return disabled is not null
                            ? await context.SayAsync(
                                KeyResource.From(disabled),
                                ManagementJson.Wire.KeyResource,
                                [$"Key {id} is disabled. It stops working within a minute."]
                            )
                            : await FailAsync(context, parsed.GetRequiredValue(project), id);
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Verb Rotate()
    {
        var (key, project, json) = (Key(), UsherCommand.Project(), UsherCommand.Json());
        var overlap = UsherCommand.Time("--overlap", "How long the old key keeps working", ApiKeyStore.DefaultOverlap);
        var command = new Verb(
            "rotate",
            "Creates a new API key, shows it once, and disables the old one later.",
            "usher keys rotate 0a1b2c3d4e5f --project acme",
            "usher keys rotate 0a1b2c3d4e5f --project acme --overlap 7.00:00:00"
        )
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
                            KeyRotation.WasDisabled => await context.FailAsync(
                                $"Key '{id}' is already disabled. To create a new one, run: usher keys create --project {parsed.GetRequiredValue(project)}"
                            ),
                            _ => await FailAsync(context, parsed.GetRequiredValue(project), id),
                        };
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static IEnumerable<string> Table(IReadOnlyList<ApiKey> keys)
    {
        var nameLength = keys.Select(key => key.Name?.Length ?? 0).Append("NAME".Length).Max();
        return keys.Select(key =>
                Row(
                    key.Id,
                    key.Name ?? "-",
                    WireTime.Format(key.CreatedAt),
                    key.LastUsedAt is { } used ? WireTime.Format(used) : "never",
                    key.DisabledAt is { } disabled ? $"from {WireTime.Format(disabled)}" : "no"
                )
            )
            .Prepend(Row("KEY", "NAME", "CREATED", "LAST USED", "DISABLED"));

        string Row(string id, string name, string created, string used, string disabled) =>
            $"{id, -12}  {name.PadRight(nameLength)}  {created, -27}  {used, -27}  {disabled}";
    }

    private static Argument<string> Key() => new("key") { Description = "The key's id, as 'usher keys list' shows it." };

    private static Task<int> FailAsync(CommandContext context, string project, string id) =>
        context.FailAsync($"Project '{project}' has no key '{id}'. To see its keys, run: usher keys list --project {project}");

    private static Task<int> SayAsync(CommandContext context, (ApiKey Known, string Key) created) =>
        context.SayAsync(
            CreatedKey.From(created.Known, created.Key),
            ManagementJson.Wire.CreatedKey,
            [created.Key, $"Its id is {created.Known.Id}. {ShownOnce}"]
        );
}
