using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;
using Usher.LocalHost.Rpc;

namespace Usher.LocalHost.Jobs;

/// <summary>Converts values that travel between host and worker. Source: GrpcMessageConversionExtensions of the Functions host.</summary>
internal static class RpcValues
{
    private static readonly JsonSerializerSettings DatesStayText = new() { DateParseHandling = DateParseHandling.None };

    public static TypedData Write(object? value) =>
        value switch
        {
            null => new TypedData(),
            string text => new TypedData { String = text },
            byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
            double number => new TypedData { Double = number },
            ParameterBindingData data => new TypedData
            {
                ModelBindingData = new ModelBindingData
                {
                    Version = data.Version,
                    Source = data.Source,
                    ContentType = data.ContentType,
                    Content = ByteString.CopyFrom(data.Content),
                },
            },
            _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
        };

    public static object? Read(TypedData? data) =>
        data?.DataCase switch
        {
            null or TypedData.DataOneofCase.None => null,
            TypedData.DataOneofCase.String => data.String,
            TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(data.Json, DatesStayText),
            TypedData.DataOneofCase.Bytes => data.Bytes.ToByteArray(),
            TypedData.DataOneofCase.Int => data.Int,
            TypedData.DataOneofCase.Double => data.Double,
            var other => throw new NotSupportedException($"A function cannot return {other}."),
        };
}
