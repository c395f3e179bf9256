using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Usher;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.AddUsher();
    await builder.Build().RunAsync();
    return 0;
}
catch (SettingException exception)
{
    // Never 0: to the host, that means a worker that is done.
    foreach (var problem in exception.Message.Split('\n'))
    {
        await Console.Error.WriteLineAsync($"error: {problem}");
    }

    return 2;
}
