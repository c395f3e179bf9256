using System.Security.Cryptography;
using System.Text;

namespace Usher.Storage;

/// <summary>
/// Encrypts secrets with AES-256-GCM. What they belong to is bound to them as associated data, so a secret that was copied to another
/// project's row does not open.
/// </summary>
/// <param name="keys">32 bytes each: the first one seals, all of them open, so that a key can be replaced while secrets stand under the old
/// one.</param>
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

    /// <exception cref="SettingException">It was sealed with a key that is not in the settings.</exception>
    /// <exception cref="AuthenticationTagMismatchException">It was changed, or belongs to somebody else.</exception>
    public byte[] Open(SealedSecret stored, string owner)
    {
        var key =
            keys.FirstOrDefault(key => KeyId(key) == stored.KeyId)
            ?? throw new SettingException(
                $"A secret was encrypted with the key {stored.KeyId}, which is not in Usher__EncryptionKey: add the old key behind the "
                    + "new one, after a semicolon."
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

    /// <summary>The beginning of the key's hash: names the key, opens nothing.</summary>
    private static string KeyId(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..KeyIdLength];
}
