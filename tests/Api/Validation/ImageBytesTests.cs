using System.Buffers.Binary;
using Usher.Api.Validation;

namespace Usher.Tests.Api.Validation;

public sealed class ImageBytesTests
{
    /// <summary>A single pixel.</summary>
    private static byte[] Png =>
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");

    private static byte[] Jpeg =>
        [
            0xFF,
            0xD8,
            0xFF,
            0xE0,
            0,
            4,
            0,
            0,
            0xFF,
            0xC0,
            0,
            11,
            8,
            0,
            1,
            0,
            1,
            1,
            1,
            0x11,
            0,
            0xFF,
            0xDA,
            0,
            8,
            1,
            1,
            0,
            0,
            0x3F,
            0,
            0x55,
            0xFF,
            0xD9,
        ];

    private const int WidthInPng = 16;
    private const int BitDepthInPng = 24;
    private const int DataInPng = 41;
    private const int MarkerInJpeg = 9;
    private const int HeightInJpeg = 13;

    [Fact]
    public void An_image_is_recognized()
    {
        Assert.True(ImageBytes.IsPng(Png));
        Assert.True(ImageBytes.IsPng((byte[])[.. Png, 1, 2, 3]));
        Assert.True(ImageBytes.IsJpeg(Jpeg));
    }

    [Fact]
    public void A_png_whose_data_is_split_over_chunks_is_recognized()
    {
        // The data's length, name, 12 bytes and checksum become those of 5 bytes, of none and of 7.
        byte[] split = [.. Png[..(DataInPng - 8)], .. Chunk(0, 5), .. Chunk(5, 0), .. Chunk(5, 7), .. Png[(DataInPng + 12 + 4)..]];

        Assert.True(ImageBytes.IsPng(split));
        Assert.False(ImageBytes.IsPng((byte[])[.. Png[..(DataInPng - 8)], .. Chunk(0, 5), .. Png[(DataInPng + 12 + 4)..]]));

        static byte[] Chunk(int from, int length)
        {
            byte[] chunk = [0, 0, 0, (byte)length, .. "IDAT"u8, .. Png.AsSpan(DataInPng + from, length), 0, 0, 0, 0];
            Sign(chunk, header: 4, length: 4 + length);
            return chunk;
        }
    }

    [Fact]
    public void An_image_is_not_mistaken_for_the_other_kind()
    {
        Assert.False(ImageBytes.IsPng(Jpeg));
        Assert.False(ImageBytes.IsJpeg(Png));
    }

    [Fact]
    public void A_truncated_image_is_refused()
    {
        // The end chunk carries no data.
        const int End = 12;
        Assert.All(Enumerable.Range(0, Png.Length - End), length => Assert.False(ImageBytes.IsPng(Png.AsMemory(0, length))));
        Assert.All(Enumerable.Range(0, Jpeg.Length - 13), length => Assert.False(ImageBytes.IsJpeg(Jpeg.AsSpan(0, length))));
    }

    [Fact]
    public void A_png_with_a_damaged_header_or_data_is_refused() =>
        Assert.All(
            Enumerable.Range(8, Png.Length - 8 - 12),
            at =>
            {
                var damaged = Png;
                damaged[at] ^= 0x10;
                Assert.False(ImageBytes.IsPng(damaged), $"byte {at}");
            }
        );

    [Theory]
    [InlineData(WidthInPng, 0x7FFFFFFF)]
    [InlineData(WidthInPng, 0)]
    [InlineData(WidthInPng, 2)]
    [InlineData(BitDepthInPng - 3, 4)]
    public void A_png_of_an_impossible_size_is_refused(int at, int value)
    {
        var changed = Png;
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(at), value);
        Sign(changed, header: 12, length: 17);

        Assert.False(ImageBytes.IsPng(changed));
    }

    [Fact]
    public void Data_that_cannot_be_decompressed_is_refused()
    {
        var changed = Png;
        changed[DataInPng] = 0;
        Sign(changed, header: DataInPng - 4, length: 16);

        Assert.False(ImageBytes.IsPng(changed));
    }

    [Theory]
    [InlineData(MarkerInJpeg, 0xC4)]
    [InlineData(MarkerInJpeg, 0xFE)]
    [InlineData(HeightInJpeg + 1, 0)]
    public void A_jpeg_without_a_frame_is_refused(int at, byte value)
    {
        var changed = Jpeg;
        changed[at] = value;

        Assert.False(ImageBytes.IsJpeg(changed));
    }

    /// <summary>Writes a chunk's checksum, computed bit by bit.</summary>
    private static void Sign(byte[] png, int header, int length)
    {
        var checksum = uint.MaxValue;
        foreach (var value in png.AsSpan(header, length))
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 0 ? checksum >> 1 : 0xEDB88320 ^ (checksum >> 1);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(header + length), ~checksum);
    }
}
