namespace Usher.Api.Service;

/// <param name="OldestOverdueDeadline">The oldest deadline that passed more than 10 s ago and that the watchdog has not dealt with yet;
/// null: there is none.</param>
internal sealed record HealthBody(string Status, string? OldestOverdueDeadline);
