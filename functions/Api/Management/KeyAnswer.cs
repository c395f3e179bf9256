using Usher.Storage;
using Usher.Wire;

namespace Usher.Api.Management;

internal static class KeyAnswer
{
    public static HttpResult Created((ApiKey Known, string Key) created) =>
        HttpResult.Json(201, CreatedKey.From(created.Known, created.Key), ManagementJson.Wire.CreatedKey);
}
