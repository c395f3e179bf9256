namespace Usher.Tests.Fuzz;

/// <summary>Where a body is sent.</summary>
internal enum Endpoint
{
    Create,
    Update,
    UpdateScheduled,
    Report,
}
