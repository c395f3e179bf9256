using System.Security.Cryptography;
using System.Text;

namespace Usher.Storage;

/// <summary>
/// Encrypts secrets with AES-256-GCM. The owner is bound to the secret as associated data, so a secret copied to another project's row
/// cannot be decrypted.
/// </summary>
/// <param name="keys">
/// 32 bytes each. The first key encrypts and all decrypt, so that the key can be rotated while older secrets still exist.
/// </param>
internal sealed class SecretBox(IReadOnlyList<byte[]> keys)
{
    private const int KeyIdLength = 8;

    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    public SealedSecret Seal(ReadOnlySpan<byte> secret, string owner)
    {
        var sealedBytes = new byte[NonceSize + secret.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys[0], TagSize);
        aes.Encrypt(
            nonce,
            secret,
            sealedBytes.AsSpan(NonceSize, secret.Length),
            sealedBytes.AsSpan(NonceSize + secret.Length),
            Encoding.UTF8.GetBytes(owner)
        );
        return new SealedSecret(KeyId(keys[0]), sealedBytes);
    }

    /// <exception cref="SettingException">The secret was encrypted with a key that is not in the settings.</exception>
    /// <exception cref="AuthenticationTagMismatchException">The secret was tampered with or belongs to another owner.</exception>
    public byte[] Open(SealedSecret stored, string owner)
    {
        var key =
            keys.FirstOrDefault(key => KeyId(key) == stored.KeyId)
            ?? throw new SettingException(
                $"A secret was encrypted with the key {stored.KeyId}, which is not in Usher__EncryptionKey: add the old key after the "
                    + "new one, separated by a semicolon."
            );
        var secret = new byte[stored.Sealed.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(
            stored.Sealed.AsSpan(0, NonceSize),
            stored.Sealed.AsSpan(NonceSize, secret.Length),
            stored.Sealed.AsSpan(NonceSize + secret.Length),
            secret,
            Encoding.UTF8.GetBytes(owner)
        );
        return secret;
    }

    /// <summary>The start of the key's hash: it identifies the key but decrypts nothing.</summary>
    private static string KeyId(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..KeyIdLength];
}
