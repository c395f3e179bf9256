using Usher.Cli;

return await UsherCommand.InvokeAsync(args);
