using System.Globalization;
using System.Net;
using System.Text;

namespace Usher.Hosting;

/// <summary>
/// The port that the Functions host gives its custom handler. Source: "Azure Functions custom handlers".
/// </summary>
internal static class HostPort
{
    private const int PortForDebugging = 7072;

    /// <summary>
    /// Bound in code, on loopback only: the handler inherits the host's environment, whose ASPNETCORE_URLS would take the host's own port.
    /// </summary>
    public static void ListenOnHostPort(this WebApplicationBuilder builder)
    {
        var text = builder.Configuration["FUNCTIONS_CUSTOMHANDLER_PORT"];
        var port = text is null ? PortForDebugging : int.Parse(text, CultureInfo.InvariantCulture);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);

            // A header may hold any byte (RFC 9110, 5.5): what a value may be is for those to say who read it.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
    }
}
