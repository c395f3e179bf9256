using System.Net.Sockets;

namespace Usher.Webhooks;

/// <summary>This address is not connected to; the message says why, and may be shown to whoever set it up.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
