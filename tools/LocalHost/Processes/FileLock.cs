namespace Usher.LocalHost.Processes;

/// <summary>A lock between processes. The operating system releases it when its holder dies, however it dies.</summary>
internal static class FileLock
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The lock, held until disposed; null if another process holds it.</summary>
    public static FileStream? TryAcquire(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock as long as it takes.</summary>
    public static async Task<FileStream> AcquireAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            await Task.Delay(PollingInterval, clock, cancellationToken);
        }
    }
}
