using Usher.Tests.Support;

namespace Usher.Tests.EndToEnd;

public sealed class When_processes_are_killed : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> SlowMeetings = new()
    {
        ["Usher__Simulation__Admission"] = "00:00:02",
        ["Usher__Simulation__MeetingLength"] = "00:10:00",
        ["Usher__Simulation__Departure"] = "00:00:02",
        ["Usher__Simulation__Processing"] = "00:00:02",
        ["Usher__Lifecycle__LeaveTimeout"] = "00:01:00",
    };

    private readonly TemporaryFolder folder = new();
    private LocalHostProcess host = null!;

    public async ValueTask InitializeAsync() => host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_bot_ends_properly_whichever_phase_the_worker_is_killed_in()
    {
        using var client = host.ClientWithKey();
        var phases = new[] { "scheduled", "joining", "waiting_room", "joined_recording", "leaving", "post_processing" };
        List<Meeting> meetings = [];

        // The worker dies once in each phase; the bots of earlier phases live through the later deaths.
        foreach (var phase in phases)
        {
            var meeting = await Meeting.CreateAsync(client, inSeconds: phase == "scheduled" ? 3 : null);
            meetings.Add(meeting);
            if (phase is "leaving" or "post_processing")
            {
                await meeting.LeavesAsync();
            }

            await meeting.UntilAsync(phase);
            host.KillWorker();
            await host.WaitForLineAsync("Worker ready", meetings.Count + 1);
        }

        foreach (var meeting in meetings[..4])
        {
            await meeting.LeavesAsync();
        }

        foreach (var meeting in meetings)
        {
            Assert.Contains("left_meeting", Meeting.Events(await meeting.EndsRightAsync()));
        }
    }

    [Fact]
    public async Task Nothing_is_lost_and_no_process_is_left_over_when_the_host_is_killed_and_restarted()
    {
        Meeting scheduled,
            inMeeting,
            created;
        using (var client = host.ClientWithKey())
        {
            scheduled = await Meeting.CreateAsync(client, inSeconds: 12);
            inMeeting = await Meeting.CreateAsync(client);
            await inMeeting.UntilAsync("joined_recording");
            created = await Meeting.CreateAsync(client);
        }

        int[] children = [host.WorkerProcessId, host.AzuriteProcessId];
        await host.KillAsync();
        await Eventually.IsTrueAsync(() => !children.Any(IsAlive));

        await host.DisposeAsync();
        host = await StartAsync();
        using var again = host.ClientWithKey();
        foreach (var meeting in new[] { scheduled, inMeeting, created })
        {
            var continued = new Meeting(again, meeting.Bot);
            await continued.LeavesAsync();
            await continued.EndsRightAsync();
        }
    }

    /// <summary>A process that has exited but was not yet reaped by its new parent no longer counts as alive.</summary>
    private static bool IsAlive(int processId)
    {
        try
        {
            return !File.ReadLines($"/proc/{processId}/status").Any(line => line.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task<LocalHostProcess> StartAsync() =>
        LocalHostProcess.StartAsync(["--data", folder.Path, "--queue-lease", "00:00:10"], SlowMeetings);
}
