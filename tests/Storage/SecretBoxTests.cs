using System.Security.Cryptography;
using Usher.Storage;

namespace Usher.Tests.Storage;

public sealed class SecretBoxTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void Sealed_data_opens_only_for_its_owner()
    {
        var box = new SecretBox([Key]);

        var stored = box.Seal(Secret, "A");

        Assert.Equal(Secret, box.Open(stored, "A"));
        Assert.Throws<AuthenticationTagMismatchException>(() => box.Open(stored, "B"));
        Assert.NotEqual(stored.Sealed, box.Seal(Secret, "A").Sealed);
    }

    [Fact]
    public void A_changed_bit_is_detected()
    {
        var box = new SecretBox([Key]);
        var stored = box.Seal(Secret, "A");
        stored.Sealed[20] ^= 1;

        Assert.Throws<AuthenticationTagMismatchException>(() => box.Open(stored, "A"));
    }

    [Fact]
    public void A_replaced_key_still_opens_data_while_it_is_listed_after_the_new_one()
    {
        var stored = new SecretBox([Key]).Seal(Secret, "A");
        var newer = RandomNumberGenerator.GetBytes(32);

        Assert.Equal(Secret, new SecretBox([newer, Key]).Open(stored, "A"));
        Assert.Contains(
            "Usher__EncryptionKey",
            Assert.Throws<SettingException>(() => new SecretBox([newer]).Open(stored, "A")).Message,
            StringComparison.Ordinal
        );
    }
}
