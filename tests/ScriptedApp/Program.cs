using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

// For the test of an app that fails to start.
if (Environment.GetEnvironmentVariable("REFUSE") is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
await builder.Build().RunAsync();
return 0;
