using Usher.Wire;

namespace Usher.Api.Description;

/// <summary>A refusal as the app itself returns it, with status, headers and body.</summary>
/// <param name="Name">Name of the example.</param>
internal sealed record Refusal(string Name, HttpResult Answer);
