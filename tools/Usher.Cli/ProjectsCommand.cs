using System.CommandLine;
using Usher.Api.Management;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Cli;

/// <summary><c>usher projects create|list</c>.</summary>
internal static class ProjectsCommand
{
    public static Command Create() => new("projects", "Creates and lists projects, which own bots and API keys.") { CreateOne(), List() };

    private static Verb CreateOne()
    {
        var id = new Argument<string>("id") { Description = "The project's id: up to 64 letters, digits and underscores." };
        id.Validators.Add(result =>
        {
            if (!Projects.IsValidId(result.GetValueOrDefault<string>()))
            {
                result.AddError("A project's id has up to 64 letters, digits and underscores.");
            }
        });
        var json = UsherCommand.Json();
        var command = new Verb("create", "Creates a project.", "usher projects create acme") { id, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    null,
                    async context =>
                    {
                        var name = parsed.GetRequiredValue(id);
                        return await context.Service<Projects>().AddAsync(name, cancellationToken) is { } created
                            ? await context.SayAsync(
                                ProjectResource.From(created),
                                ManagementJson.Wire.ProjectResource,
                                [$"Created project {name}. To create a key for it, run: usher keys create --project {name}"]
                            )
                            : await context.FailAsync($"Project '{name}' already exists.");
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Verb List()
    {
        var json = UsherCommand.Json();
        var command = new Verb("list", "Lists all projects.", "usher projects list", "usher projects list --json") { json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    null,
                    async context =>
                    {
                        var projects = await context.Service<Projects>().ListAsync(cancellationToken);
                        return await context.SayAsync(
                            new ProjectList([.. projects.Select(ProjectResource.From)]),
                            ManagementJson.Wire.ProjectList,
                            projects.Select(project => $"{project.Id}  created {WireTime.Format(project.CreatedAt)}")
                        );
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
