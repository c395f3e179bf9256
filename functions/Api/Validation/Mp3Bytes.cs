namespace Usher.Api.Validation;

/// <summary>
/// Checks without decoding whether bytes are MP3 audio, by looking for frames. Source: ISO/IEC 11172-3, 2.4.1; ID3v2.4, 3.1.
/// </summary>
internal static class Mp3Bytes
{
    private const int HeaderLength = 4;
    private const int TagHeaderLength = 10;
    private const int TagFooterFlag = 0x10;

    /// <summary>Maximum number of bytes to skip before the first frame.</summary>
    private const int MaxLead = 64 * 1024;

    // In kbit/s, by the index in the header; 0: free format or none.
    private static ReadOnlySpan<ushort> BitratesOfVersion1 => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static ReadOnlySpan<ushort> BitratesOfVersion2 => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static ReadOnlySpan<ushort> SampleRates => [44100, 48000, 32000];

    public static bool IsMp3(ReadOnlySpan<byte> bytes)
    {
        var start = TagLength(bytes);
        for (var at = start; at + HeaderLength <= bytes.Length && at - start < MaxLead; at++)
        {
            // Bytes may look like a frame by chance; a real one is followed by another frame or the end.
            if (
                FrameLength(bytes[at..]) is { } length
                && at + length <= bytes.Length
                && (bytes.Length - at - length < HeaderLength || FrameLength(bytes[(at + length)..]) is not null)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Length of a leading ID3v2 tag; 0 if there is none.</summary>
    private static int TagLength(ReadOnlySpan<byte> bytes) =>
        bytes.Length < TagHeaderLength || !bytes.StartsWith("ID3"u8)
            ? 0
            : TagHeaderLength
                + ((bytes[6] & 0x7F) << 21 | (bytes[7] & 0x7F) << 14 | (bytes[8] & 0x7F) << 7 | (bytes[9] & 0x7F))
                + ((bytes[5] & TagFooterFlag) != 0 ? TagHeaderLength : 0);

    /// <returns>Null if no layer III frame starts here.</returns>
    private static int? FrameLength(ReadOnlySpan<byte> header)
    {
        if (header[0] != 0xFF || (header[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        var (version, layer, rate, padding) = ((header[1] >> 3) & 3, (header[1] >> 1) & 3, (header[2] >> 2) & 3, (header[2] >> 1) & 1);
        if (version == 1 || layer != 1 || rate == 3)
        {
            return null;
        }

        // 3 is version 1, 2 is version 2 with half its sample rates, and 0 is version 2.5 with a quarter of them.
        var isFirst = version == 3;
        var bitrate = (isFirst ? BitratesOfVersion1 : BitratesOfVersion2)[header[2] >> 4] * 1000;
        var sampleRate =
            SampleRates[rate]
            / (
                isFirst ? 1
                : version == 2 ? 2
                : 4
            );
        return bitrate == 0 ? null : ((isFirst ? 144 : 72) * bitrate / sampleRate) + padding;
    }
}
