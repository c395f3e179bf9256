namespace Usher.Storage;

/// <summary>An encrypted secret: nonce, ciphertext and tag in one, and the id of the key that decrypts it.</summary>
internal sealed record SealedSecret(string KeyId, byte[] Sealed);
