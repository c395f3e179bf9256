using Usher;
using Usher.Commands;

try
{
    if (UsherCommand.IsMeant(args))
    {
        return await UsherCommand.InvokeAsync(args);
    }

    await UsherApp.Build(args).RunAsync();
    return 0;
}
catch (SettingException exception)
{
    // Never 0: the host would take that for the wish to stay down.
    await Console.Error.WriteLineAsync($"error: {exception.Message}");
    return 2;
}
