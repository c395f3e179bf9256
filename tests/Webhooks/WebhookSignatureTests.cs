using Usher.Storage;
using Usher.Webhooks;

namespace Usher.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /// <summary>From the tests of the Standard Webhooks reference libraries.</summary>
    [Fact]
    public void The_published_test_vector_is_reproduced() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Standard(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", Now.ToUnixTimeSeconds(), """{"test": 2432232314}""")
        );

    /// <summary>Computed with Python's hmac and json modules, as the peer signs.</summary>
    [Fact]
    public void The_peers_signature_covers_the_canonical_body() =>
        Assert.Equal(
            "X/8XlBSreC7pDigVLKjC1rh5lWVFK4XDYrQmONCza6c=",
            WebhookSignature.Sign(Secret, """{"data":{"a":"é中😀","b":[1,2]},"trigger":"bot.state_change"}""")
        );

    [Fact]
    public void During_an_overlap_both_secrets_sign_and_the_single_header_uses_the_newer_one()
    {
        byte[] older = [.. Secret.Reverse()];

        var headers = WebhookSignature
            .Headers([Secret, older], "id", Now, "{}")
            .ToDictionary(header => header.Name, header => header.Value);

        Assert.Equal(WebhookSignature.Sign(Secret, "{}"), headers["X-Webhook-Signature"]);
        Assert.Equal(
            $"{WebhookSignature.Standard(Secret, "id", 1614265330, "{}")} {WebhookSignature.Standard(older, "id", 1614265330, "{}")}",
            headers["webhook-signature"]
        );
        Assert.Equal(("id", "1614265330"), (headers["webhook-id"], headers["webhook-timestamp"]));
    }

    [Fact]
    public void A_secret_stops_signing_when_the_overlap_ends()
    {
        var secret = new WebhookSecret([1], new PreviousSecret([2], Now), new PreviousSecret([3], Now.AddSeconds(5)));

        Assert.Equal(
            [
                [1],
                [2],
                [3],
            ],
            secret.At(Now.AddSeconds(-1))
        );
        Assert.Equal(
            [
                [1],
                [3],
            ],
            secret.At(Now)
        );
        Assert.Equal(
            [
                [1],
            ],
            secret.At(Now.AddSeconds(5))
        );
    }
}
