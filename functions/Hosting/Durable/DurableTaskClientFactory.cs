using System.Text.Json;

namespace Usher.Hosting.Durable;

/// <summary>Makes a client of what an invocation's durableClient binding says; all clients share one connection pool.</summary>
internal sealed class DurableTaskClientFactory(HttpClient http)
{
    /// <param name="bindingValue">The binding's value as the host sent it.</param>
    /// <exception cref="InvalidDataException">It is JSON, but not the payload of a durableClient binding.</exception>
    public DurableTaskClient Create(JsonElement bindingValue) => new(http, new DurableClientBinding(JsonElement.Parse(HostValue.DecodeText(bindingValue))));
}
