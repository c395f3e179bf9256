namespace Usher;

/// <summary>A setting is missing or wrong; the message says which, and what to do.</summary>
internal sealed class SettingException(string message) : Exception(message);
