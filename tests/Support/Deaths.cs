namespace Usher.Tests.Support;

/// <summary>
/// Kills the app's process at a chosen step, once or several times: before a request to storage is sent, before its answer is read, or when
/// a receiver gets a request. From then on nothing reaches storage until the process is restarted.
/// </summary>
internal sealed class Deaths
{
    private int after;
    private int left;
    private int deaths;
    private bool isDead;

    public Deaths(TestApp app) =>
        app.AtStorage = _ =>
        {
            Step();
            if (isDead)
            {
                throw new ProcessDiedException();
            }
        };

    /// <summary>How often the process has died since deaths were last requested.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Dies at the given step from now on, and again after as many steps following each start, the given number of times in all.
    /// </summary>
    public void At(int step, int times) => (after, left, deaths, isDead, Count) = (step, step, times, false, 0);

    public void None() => At(0, times: 0);

    public void Step()
    {
        if (!isDead && deaths > 0 && --left == 0)
        {
            isDead = true;
            deaths--;
            Count++;
        }
    }

    /// <summary>Repeats the work, restarting the process each time it dies.</summary>
    public async Task UntilDoneAsync(Func<Task> work)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (ProcessDiedException)
            {
                Revive();
            }
        }
    }

    public void Revive() => (left, isDead) = (after, false);
}
