using System.Text.Json;
using Usher.Api.Management;
using Usher.Storage;

namespace Usher;

/// <summary><c>usher verify --project A [--repair]</c>: the same as the management API's verification, from a shell, with the app's own settings.</summary>
internal static class VerifyCommand
{
    public const string Name = "verify";
    private const string Usage = "usage: usher verify --project <id> [--repair]";

    /// <returns>0: nothing differs, or everything is repaired; 1: something differs; 2: it cannot be said.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var (project, repair) = args switch
        {
            [Name, "--project", var id] => (id, false),
            [Name, "--project", var id, "--repair"] => (id, true),
            [Name, "--repair", "--project", var id] => (id, true),
            _ => (null, false),
        };
        if (project is null)
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(new Settings(builder.Configuration)).AddSingleton(TimeProvider.System).AddStorage();
        await using var app = builder.Build();
        if (!await app.Services.GetRequiredService<Projects>().ExistsAsync(project, cancellationToken))
        {
            await error.WriteLineAsync($"error: There is no project '{project}'.");
            return 2;
        }

        var (bots, differences) = await app.Services.GetRequiredService<StreamVerification>().VerifyAsync(project, repair, cancellationToken);
        await output.WriteLineAsync(JsonSerializer.Serialize(VerifiedProject.From(bots, differences), ManagementJson.Wire.VerifiedProject));
        return differences.All(difference => difference.IsRepaired) ? 0 : 1;
    }
}
