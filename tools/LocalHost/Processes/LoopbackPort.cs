using System.Net;
using System.Net.Sockets;

namespace Usher.LocalHost.Processes;

/// <summary>Ports on this machine, for processes that must be given one.</summary>
internal static class LoopbackPort
{
    /// <summary>A port on which nothing is listening right now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Checked before anything slow is started; binding the port would report the same later.</summary>
    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
