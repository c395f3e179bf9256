namespace Usher.Tests.Support;

/// <summary>
/// Lets the app's process die at a chosen step, once or several times: a request to storage before it is sent, its answer before it is
/// read, or a request that a receiver got. From then on nothing reaches storage any more, until the process is started again.
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

    /// <summary>How often it has died since this was asked for.</summary>
    public int Count { get; private set; }

    /// <summary>Dies at the so-manieth step from now on, and again so many steps after each start, so many times in all.</summary>
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

    /// <summary>What starts the process again each time that it dies over this.</summary>
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
