using System.Net.Sockets;

namespace Usher.Webhooks;

/// <summary>The address must not be connected to. The message gives the reason and may be shown to the webhook's owner.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
