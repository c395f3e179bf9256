using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Usher.Benchmark;

/// <summary>Images of random noise.</summary>
internal static class Pictures
{
    /// <summary>A PNG that cannot be compressed, of three bytes per pixel.</summary>
    public static byte[] Png(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var packing = new ZLibStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            var row = new byte[1 + (width * 3)];
            for (var number = 0; number < height; number++)
            {
                RandomNumberGenerator.Fill(row.AsSpan(1));
                packing.Write(row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        var chunks = (byte[])[.. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. chunks];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Checksum(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (checksum & 1) == 0 ? checksum >> 1 : 0xEDB88320 ^ (checksum >> 1);
            }
        }

        return ~checksum;
    }
}
