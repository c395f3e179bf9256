using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Usher.Bots;
using Usher.Configuration;

namespace Usher.Cli;

/// <summary>
/// <c>usher simulate</c>: sends one bot through a whole meeting of a running app, and shows its events.
/// 0: it ended as it should; 1: it did not.
/// </summary>
internal static class SimulateCommand
{
    private const string Body = """{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "usher simulate"}""";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "The app's address.",
            DefaultValueFactory = _ => new Uri("http://localhost:7071"),
            CustomParser = result =>
            {
                if (SettingText.Url(result.Tokens[0].Value) is { } given)
                {
                    return new Uri(given);
                }

                result.AddError($"--url is '{result.Tokens[0].Value}'. It must be an address such as http://localhost:7071.");
                return null;
            },
        };
        var key = new Option<string>("--key") { Description = "An API key.", Required = true };
        var patience = UsherCommand.Time("--patience", "How long the meeting may take", TimeSpan.FromMinutes(3));
        var json = UsherCommand.Json();
        var command = new Verb(
            "simulate",
            "Sends a bot through a whole meeting of a running app; with --json, one event per line.",
            "usher simulate --key $KEY",
            "usher simulate --url https://usher.example.com --key $KEY --patience 00:05:00"
        )
        {
            url,
            key,
            patience,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var client = new HttpClient { BaseAddress = parsed.GetRequiredValue(url) };
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", parsed.GetRequiredValue(key));
                using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                time.CancelAfter(parsed.GetValue(patience));
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                try
                {
                    return await UsherCommand.UntilInterruptedAsync(
                        () => RunAsync(client, output, error, parsed.GetValue(json), time.Token),
                        cancellationToken
                    );
                }
                catch (HttpRequestException)
                {
                    await error.WriteLineAsync(
                        $"error: {client.BaseAddress} is not responding. Make sure that the app is running and that --url is its address."
                    );
                    return ExitCode.Away;
                }
                catch (JsonException)
                {
                    await error.WriteLineAsync($"error: The server at {client.BaseAddress} is not Usher: its response is not JSON.");
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    await error.WriteLineAsync(
                        "error: The meeting took longer than --patience allows. Make sure that a runner is running; to find the cause, run: usher doctor"
                    );
                }

                return ExitCode.Refused;
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        HttpClient client,
        TextWriter output,
        TextWriter error,
        bool isJson,
        CancellationToken cancellationToken
    )
    {
        var (status, bot) = await SendAsync(client, HttpMethod.Post, "/api/v1/bots", Body, cancellationToken);
        if (status != 201)
        {
            await error.WriteLineAsync($"error: The app refused the bot with {status}: {bot.GetRawText()}");
            return ExitCode.Refused;
        }

        var path = $"/api/v1/bots/{Text(bot, "id")}";
        await (isJson ? Task.CompletedTask : output.WriteLineAsync($"Created {Text(bot, "id")}."));
        var (shown, hasLeft) = (0, false);
        while (true)
        {
            (status, bot) = await SendAsync(client, HttpMethod.Get, path, null, cancellationToken);
            if (status is 429 or >= 500)
            {
                // For as long as --patience allows.
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                continue;
            }

            if (status != 200)
            {
                await error.WriteLineAsync($"error: The app refused to show the bot with {status}: {bot.GetRawText()}");
                return ExitCode.Refused;
            }

            var events = bot.GetProperty("events").EnumerateArray().ToList();
            foreach (var next in events.Skip(shown))
            {
                await output.WriteLineAsync(
                    isJson ? next.GetRawText() : $"{Text(next, "created_at"), -28} {Text(next, "type")} {Text(next, "sub_type")}".TrimEnd()
                );
            }

            shown = events.Count;
            var state = WireName.Parse<BotState>(Text(bot, "state")!);
            if (state is { IsTerminal: true })
            {
                await output.WriteLineAsync(isJson ? bot.GetRawText() : $"State: {Text(bot, "state")}.");
                return state == BotState.Ended ? ExitCode.Done : ExitCode.Refused;
            }

            if (state == BotState.JoinedRecording && !hasLeft)
            {
                hasLeft = (await SendAsync(client, HttpMethod.Post, $"{path}/leave", null, cancellationToken)).Status == 200;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static async Task<(int Status, JsonElement Body)> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        string? body,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return ((int)response.StatusCode, JsonElement.Parse(text.Length == 0 ? "null" : text));
    }
}
