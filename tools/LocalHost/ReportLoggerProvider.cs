namespace Usher.LocalHost;

internal sealed class ReportLoggerProvider(Action<string> report) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ReportLogger(categoryName, report);

    public void Dispose() { }
}
