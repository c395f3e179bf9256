namespace Usher.Wire.Bodies;

/// <summary>Reads a request's body at the client's pace. Failures here are the client's, never storage's.</summary>
/// <param name="budget">Paused while the body is read.</param>
internal sealed class BodyReader(LargeBodies large, StorageBudget budget, TimeProvider clock)
{
    /// <summary>Enough for the largest body at half a megabit per second; the platform itself limits a request to 230 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="request">The request with the body.</param>
    /// <param name="cancellationToken">Canceled when the client disconnects.</param>
    /// <returns>
    /// The body, whose memory may be overwritten once the response is sent; null if it exceeds <see cref="JsonBody.MaxBytes"/>.
    /// </returns>
    /// <exception cref="BadHttpRequestException">
    /// The body is late (408) or incomplete (400), or there are too many large bodies (503).
    /// </exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var stopped = budget.Stop();
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ReadToEndAsync(request, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body did not arrive in time.", StatusCodes.Status408RequestTimeout, late);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body ended too early.", StatusCodes.Status400BadRequest, broken);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadToEndAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > JsonBody.MaxBytes)
        {
            return null;
        }

        ReadOnlyMemory<byte> begun = default;
        if (request.ContentLength is not > LargeBodies.From)
        {
            var buffer = new byte[(request.ContentLength ?? LargeBodies.From) + 1];
            var count = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            begun = buffer.AsMemory(0, count);
            if (count < buffer.Length)
            {
                return begun;
            }
        }

        return await ReadLargeAsync(request, begun, cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadLargeAsync(
        HttpRequest request,
        ReadOnlyMemory<byte> begun,
        CancellationToken cancellationToken
    )
    {
        if (await large.EnterAsync(request.HttpContext.Response, cancellationToken) is not { } place)
        {
            throw new BadHttpRequestException("Too many large bodies are being read.", StatusCodes.Status503ServiceUnavailable);
        }

        begun.CopyTo(place.Buffer);
        var rest = place.Buffer[begun.Length..];
        var count = begun.Length + await request.Body.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken);
        if (count > JsonBody.MaxBytes)
        {
            return null;
        }

        await place.WorkAsync(cancellationToken);
        return place.Buffer[..count];
    }
}
