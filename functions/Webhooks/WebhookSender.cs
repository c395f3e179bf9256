using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Usher.Bots.Webhooks;
using Usher.Telemetry;

namespace Usher.Webhooks;

/// <summary>
/// Makes one HTTP attempt: within 10 s, without redirects, to public addresses only. The response is read up to a limit and discarded.
/// Every failure becomes an outcome; only cancellation throws.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly bool allowLoopback;
    private readonly TimeProvider clock;
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient client;

    /// <param name="allowLoopback">For development: also allows loopback addresses, without TLS.</param>
    /// <param name="clock">Measures the timeout.</param>
    public WebhookSender(bool allowLoopback, TimeProvider clock)
    {
        this.allowLoopback = allowLoopback;
        this.clock = clock;
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = new PublicConnection(allowLoopback).ConnectAsync,
        };
        client = new HttpClient(handler, disposeHandler: false) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <returns>Why nothing can be sent to this address, whatever it resolves to; null if sending is possible.</returns>
    public string? RefusalOf(string url) =>
        WebhookAddress.Refusal(url) is { } refusal ? refusal
        : !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 ? "It is not an absolute URL."
        : uri.Scheme != Uri.UriSchemeHttps && !(allowLoopback && uri.Scheme == Uri.UriSchemeHttp) ? "The URL must use https."
        : WebhookAddress.Literal(uri) is { } address
            ? new PublicConnection(allowLoopback).RefusalOf(address, uri.Scheme == Uri.UriSchemeHttps)
        : null;

    /// <returns>
    /// Why sending to this address can never succeed: it is refused, or its name always means this machine. Null if only a connection can
    /// tell.
    /// </returns>
    public string? NeverReaches(string url) =>
        RefusalOf(url) ?? (!allowLoopback && WebhookAddress.IsLoopback(url) ? "localhost is not public (loopback)." : null);

    public async Task<AttemptOutcome> SendAsync(
        string url,
        string body,
        IReadOnlyList<(string Name, string Value)> headers,
        CancellationToken cancellationToken
    )
    {
        var start = clock.GetTimestamp();
        using var span = Tracing.Start("POST", ActivityKind.Client).SetTag("http.request.method", "POST");
        AttemptOutcome Over(int? status, string? error, TimeSpan? retryAfter = null)
        {
            span.SetTag("http.response.status_code", status)
                .SetStatus(error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, error);
            return new(status, error, retryAfter, clock.GetElapsedTime(start))
            {
                IsInVain = status is null && NeverReaches(url) is not null,
            };
        }

        if (RefusalOf(url) is { } refusal)
        {
            return Over(null, refusal);
        }

        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = Request(url, body, [.. headers, ("traceparent", span.Id!)]);
            span.SetTag("server.address", request.RequestUri!.IdnHost);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await DrainAsync(response, either.Token);
            var status = (int)response.StatusCode;
            return Over(status, ErrorOf(status), status is 429 or 503 ? RetryAfter(response.Headers.RetryAfter) : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Over(null, $"No answer within {Timeout.TotalSeconds} s.");
        }
        catch (HttpRequestException exception)
        {
            return Over(null, Describe(exception));
        }
        catch (Exception exception) when (exception is AddressRefusedException or IOException)
        {
            return Over(null, exception is AddressRefusedException ? exception.Message : "The connection was lost.");
        }
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    private static HttpRequestMessage Request(string url, string body, IReadOnlyList<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Usher-Webhook/1.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>
    /// Reads the response to its end so that the connection can be reused. Only the status counts: a body that breaks off changes nothing.
    /// </summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var chunk = new byte[8 * 1024];
            for (
                int total = 0, count;
                total < MaxAnswerBytes && (count = await stream.ReadAsync(chunk, cancellationToken)) > 0;
                total += count
            ) { }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status has already been received.
        }
    }

    private static string? ErrorOf(int status) =>
        status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => "Redirects are not followed.",
            410 => "The receiver wants no more deliveries.",
            _ => "The receiver did not accept the delivery.",
        };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);

    /// <summary>Describes the kind of failure without details of this machine.</summary>
    private static string Describe(HttpRequestException exception) =>
        exception.InnerException is AddressRefusedException refused
            ? refused.Message
            : exception.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "The host name has no address.",
                HttpRequestError.SecureConnectionError => "No secure connection: the certificate or the protocol is invalid.",
                HttpRequestError.ConnectionError => "The connection failed.",
                _ => "The connection was lost, or the answer is not HTTP.",
            };
}
