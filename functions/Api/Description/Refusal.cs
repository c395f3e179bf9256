using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>A refusal, as the app itself gives it: status, headers and body are those of the answer.</summary>
/// <param name="Name">Of the example.</param>
internal sealed record Refusal(string Name, HttpResult Answer);
