namespace Usher.Tests.Support;

/// <summary>Ends everything in this process: no app code catches it.</summary>
internal sealed class ProcessDiedException : Exception;
