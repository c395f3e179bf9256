using Usher;

try
{
    if (args is [VerifyCommand.Name, ..])
    {
        return await VerifyCommand.RunAsync(args, Console.Out, Console.Error);
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
