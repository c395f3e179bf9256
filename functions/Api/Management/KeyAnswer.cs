using Usher.Storage;

namespace Usher.Api.Management;

internal static class KeyAnswer
{
    public static HttpAnswer Created((ApiKey Known, string Key) created) =>
        HttpAnswer.Json(201, CreatedKey.From(created.Known, created.Key), ManagementJson.Wire.CreatedKey);
}
