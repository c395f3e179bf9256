namespace Usher.Tests.Support;

/// <summary>Waits for something that another process does: checks repeatedly until a deadline, and reports what it saw last.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<T> GetAsync<T>(Func<Task<T>> get, Func<T, bool> isIt, TimeSpan? patience = null)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            var last = await get();
            if (isIt(last))
            {
                return last;
            }

            Assert.True(clock.GetElapsedTime(start) < (patience ?? Patience), $"The condition was not met in time. Last seen: {last}");
            await Task.Delay(Pause, clock, TestContext.Current.CancellationToken);
        }
    }

    public static Task IsTrueAsync(Func<bool> isIt) => GetAsync(() => Task.FromResult(isIt()), value => value);
}
