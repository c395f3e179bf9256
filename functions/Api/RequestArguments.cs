using Microsoft.Azure.Functions.Worker.Converters;

namespace Usher.Api;

/// <summary>
/// Gives the functions of the API what the middleware found out about the request, by type: the <see cref="Caller"/> or
/// <see cref="Runner.ReportedBot"/>, and as CancellationToken the request's own, which ends with the connection and with the storage
/// budget.
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
