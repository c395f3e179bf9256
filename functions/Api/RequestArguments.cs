using Microsoft.Azure.Functions.Worker.Converters;

namespace Usher.Api;

/// <summary>
/// Binds function parameters by type to what the middleware determined: the <see cref="Caller"/> or <see cref="Runner.ReportedBot"/>, and
/// the request's CancellationToken, which is cancelled on disconnect and when the storage budget is used up.
/// </summary>
internal sealed class RequestArguments : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
        new(
            context.FunctionContext.GetHttpContext() is not { } http ? ConversionResult.Unhandled()
            : context.TargetType == typeof(CancellationToken) ? ConversionResult.Success(http.RequestAborted)
            : http.Items.TryGetValue(context.TargetType, out var argument) ? ConversionResult.Success(argument)
            : ConversionResult.Unhandled()
        );
}
