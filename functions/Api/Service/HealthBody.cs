namespace Usher.Api.Service;

/// <param name="OldestOverdueDeadline">The oldest deadline that passed more than 10 seconds ago and that the watchdog has not handled yet;
/// null if there is none.</param>
internal sealed record HealthBody(string Status, string? OldestOverdueDeadline);
