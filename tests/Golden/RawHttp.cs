using System.Net.Sockets;
using System.Text;

namespace Usher.Tests.Golden;

/// <summary>One request over its own socket, byte for byte: a client library would repair paths, headers and methods.</summary>
internal static class RawHttp
{
    public static async Task<(int Status, IReadOnlyDictionary<string, string> Headers, string Body)> SendAsync(
        Uri server,
        string method,
        string path,
        IEnumerable<(string Name, string Value)> headers,
        byte[]? body,
        CancellationToken cancellationToken
    )
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        await using var stream = client.GetStream();
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        if (body is not null || method is "POST" or "PATCH" or "PUT")
        {
            head.Append($"Content-Length: {body?.Length ?? 0}\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        await stream.WriteAsync(body ?? [], cancellationToken);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received, cancellationToken);
        return Parse(Encoding.UTF8.GetString(received.ToArray()));
    }

    private static (int Status, IReadOnlyDictionary<string, string> Headers, string Body) Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var headers = lines
            .Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return (int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers, text[(end + 4)..]);
    }
}
