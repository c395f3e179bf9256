namespace Usher.Cli;

internal sealed record DoctorReport(bool IsWell, IReadOnlyList<Finding> Findings);
