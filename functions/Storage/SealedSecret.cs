namespace Usher.Storage;

/// <summary>A secret as it is stored: nonce, ciphertext and tag in one, and which key opens it.</summary>
internal sealed record SealedSecret(string KeyId, byte[] Sealed);
