namespace Usher.Wire.Bodies;

/// <summary>
/// Reads the body of one request, at the pace of the client. What goes wrong with it is the client's fault, never storage's.
/// </summary>
/// <param name="budget">Stands still meanwhile.</param>
internal sealed class BodyReader(LargeBodies large, StorageBudget budget, TimeProvider clock)
{
    /// <summary>Enough for the largest body over half a megabit a second; the platform itself gives a request 230 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="request">With the body.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <returns>The body; null where it has more than <see cref="JsonBody.MaxBytes"/>. It may be overwritten when the request has been
    /// answered.</returns>
    /// <exception cref="BadHttpRequestException">It does not come in time (408) or not whole (400), or there are too many large ones
    /// (503).</exception>
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
            throw new BadHttpRequestException("The body did not come in time.", StatusCodes.Status408RequestTimeout, late);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body broke off.", StatusCodes.Status400BadRequest, broken);
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
            throw new BadHttpRequestException("There are too many large bodies at this moment.", StatusCodes.Status503ServiceUnavailable);
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
