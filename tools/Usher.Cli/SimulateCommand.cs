using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Usher.Bots;

namespace Usher.Cli;

/// <summary>
/// <c>usher simulate</c>: sends one bot through a whole meeting at an app that is up, and shows how.
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
            Description = "Where the app is.",
            DefaultValueFactory = _ => new Uri("http://localhost:7071"),
            CustomParser = result =>
            {
                if (
                    Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var given)
                    && (given.Scheme == Uri.UriSchemeHttp || given.Scheme == Uri.UriSchemeHttps)
                )
                {
                    return given;
                }

                result.AddError($"'{result.Tokens[0].Value}' is no address: it looks like http://localhost:7071.");
                return null;
            },
        };
        var key = new Option<string>("--key") { Description = "An API key.", Required = true };
        var patience = new Option<TimeSpan>("--patience")
        {
            Description = "How long it may take, as hh:mm:ss.",
            DefaultValueFactory = _ => TimeSpan.FromMinutes(3),
        };
        var json = UsherCommand.Json();
        var command = new Command(
            "simulate",
            "Sends a bot through a whole meeting, which the simulated runner plays: it joins, is told to leave, and ends; "
                + "with --json each event is a line, and the bot the last."
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
                catch (HttpRequestException exception)
                {
                    await error.WriteLineAsync(
                        $"error: {client.BaseAddress} does not answer: {exception.Message} "
                            + "Is the app up? 'dotnet run --project tools/LocalHost' starts it here."
                    );
                }
                catch (JsonException)
                {
                    await error.WriteLineAsync($"error: What answers at {client.BaseAddress} is not Usher: its answer is no JSON.");
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    await error.WriteLineAsync(
                        "error: It takes longer than --patience allows. Is a runner up, simulated or other? 'usher doctor' looks."
                    );
                }

                return 1;
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
            await error.WriteLineAsync($"error: The bot was refused with {status}: {bot.GetRawText()}");
            return 1;
        }

        var path = $"/api/v1/bots/{Text(bot, "id")}";
        await (isJson ? Task.CompletedTask : output.WriteLineAsync($"{Text(bot, "id")} is created."));
        var (shown, hasLeft) = (0, false);
        while (true)
        {
            (status, bot) = await SendAsync(client, HttpMethod.Get, path, null, cancellationToken);
            if (status is 429 or >= 500)
            {
                // Not now: --patience says how long that may be so.
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                continue;
            }

            if (status != 200)
            {
                await error.WriteLineAsync($"error: The bot cannot be read any more: {status} {bot.GetRawText()}");
                return 1;
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
                await output.WriteLineAsync(isJson ? bot.GetRawText() : $"It is {Text(bot, "state")}.");
                return state == BotState.Ended ? 0 : 1;
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
