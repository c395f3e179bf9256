using System.CommandLine;
using Usher.Api.Management;
using Usher.Storage;
using Usher.Wire;

namespace Usher.Cli;

/// <summary><c>usher projects create|list</c>.</summary>
internal static class ProjectsCommand
{
    public static Command Create() => new("projects", "Creates and lists projects: whose the bots are.") { CreateOne(), List() };

    private static Command CreateOne()
    {
        var (id, json) = (new Argument<string>("id") { Description = "Letters, digits and underscores, at most 64." }, UsherCommand.Json());
        var command = new Command("create", "Creates a project.") { id, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandContext.RunAsync(
                    parsed,
                    json,
                    null,
                    async context =>
                    {
                        var name = parsed.GetRequiredValue(id);
                        if (!Projects.IsValidId(name))
                        {
                            return await context.FailAsync("A project's id has letters, digits and underscores, at most 64.");
                        }

                        return await context.Service<Projects>().AddAsync(name, cancellationToken) is { } created
                            ? await context.SayAsync(
                                ProjectResource.From(created),
                                ManagementJson.Wire.ProjectResource,
                                [$"Project {name} is created. A key for it: usher keys create --project {name}"]
                            )
                            : await context.FailAsync($"There is a project '{name}' already.");
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command List()
    {
        var json = UsherCommand.Json();
        var command = new Command("list", "Lists the projects.") { json };
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
