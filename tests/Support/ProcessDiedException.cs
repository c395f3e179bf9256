namespace Usher.Tests.Support;

/// <summary>Nothing that was to come in this process comes: no code of the app catches it.</summary>
internal sealed class ProcessDiedException : Exception;
