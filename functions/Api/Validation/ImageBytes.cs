using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Usher.Api.Validation;

/// <summary>Checks without decoding whether bytes are a displayable image.</summary>
internal static class ImageBytes
{
    /// <summary>Maximum number of pixels. Larger images are of no use in a meeting and may be intended to exhaust memory.</summary>
    private const long MaxPixels = 50_000_000;
    private const int ChunkFrame = 12;
    private static readonly uint[] ChecksumTable = [.. Enumerable.Range(0, 256).Select(entry => ChecksumEntry((uint)entry))];
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>
    /// A header with dimensions, and image data that unpack to the matching number of rows. Source: PNG (Third Edition), sections 5 and
    /// 11.2.
    /// </summary>
    public static bool IsPng(ReadOnlyMemory<byte> image)
    {
        var bytes = image.Span;
        if (!bytes.StartsWith(PngSignature))
        {
            return false;
        }

        (Part? first, Part? last) = (null, null);
        long expected = 0;
        for (var at = PngSignature.Length; at + ChunkFrame <= bytes.Length; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            var type = bytes.Slice(at + 4, 4);
            if (length > bytes.Length - at - ChunkFrame)
            {
                return false;
            }

            // The name of a critical chunk starts with an uppercase letter.
            var data = bytes.Slice(at + 8, (int)length);
            if (
                char.IsAsciiLetterUpper((char)type[0])
                && Checksum(bytes.Slice(at + 4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 8 + (int)length)..])
            )
            {
                return false;
            }

            if (expected == 0 && (!type.SequenceEqual("IHDR"u8) || (expected = PngDataLength(data)) == 0))
            {
                return false;
            }

            if (type.SequenceEqual("IDAT"u8))
            {
                last = new Part(image.Slice(at + 8, (int)length), last);
                first ??= last;
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }

            at += ChunkFrame + (int)length;
        }

        return last is not null && Unpacks(new ReadOnlySequence<byte>(first!, 0, last, last.Memory.Length), expected);
    }

    /// <summary>A frame with dimensions, and a scan. Source: ITU-T T.81, annex B.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return false;
        }

        var hasFrame = false;
        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF; )
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (marker == 0xDA)
            {
                return hasFrame;
            }

            // Start of frame: C0 to CF without the Huffman and arithmetic tables C4, C8 and CC. Precision, then height and width.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && at + 9 <= bytes.Length)
            {
                long height = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]),
                    width = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]);
                hasFrame = height > 0 && width > 0 && height * width <= MaxPixels;
            }

            at += 2 + length;
        }

        return false;
    }

    /// <summary>The size of the unpacked data if the image is not interlaced, otherwise its minimum; 0 if the header is invalid.</summary>
    private static long PngDataLength(ReadOnlySpan<byte> header)
    {
        if (header.Length != 13)
        {
            return 0;
        }

        long width = BinaryPrimitives.ReadUInt32BigEndian(header),
            height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var channels = (header[9], header[8]) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => 1,
            (2, 8 or 16) => 3,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => 0,
        };
        var isInterlaced = header[12] != 0;
        return channels == 0 || width == 0 || height == 0 || width > MaxPixels || width * height > MaxPixels ? 0
            : isInterlaced ? 1
            : height * (1 + ((width * channels * header[8]) + 7) / 8);
    }

    /// <summary>Source: PNG (Third Edition), annex D.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum = ChecksumTable[(byte)(checksum ^ value)] ^ (checksum >> 8);
        }

        return ~checksum;
    }

    private static uint ChecksumEntry(uint entry)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 0 ? entry >> 1 : 0xEDB88320 ^ (entry >> 1);
        }

        return entry;
    }

    private static bool Unpacks(ReadOnlySequence<byte> packed, long expected)
    {
        try
        {
            using var unpacked = new ZLibStream(PipeReader.Create(packed).AsStream(), CompressionMode.Decompress);
            var buffer = new byte[16 * 1024];
            long total = 0;
            for (int count; total < expected && (count = unpacked.Read(buffer)) > 0; total += count) { }

            return total >= expected;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The data of one of the chunks that hold an image, read where it is.</summary>
    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> data, Part? before)
        {
            (Memory, RunningIndex) = (data, before is null ? 0 : before.RunningIndex + before.Memory.Length);
            before?.Next = this;
        }
    }
}
