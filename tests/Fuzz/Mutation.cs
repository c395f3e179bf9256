using System.Text;
using System.Text.Json;

namespace Usher.Tests.Fuzz;

/// <summary>One change to a body. The numbers are taken modulo the number of choices.</summary>
internal readonly record struct Mutation(MutationKind Kind, int At, int Other, int Odd)
{
    /// <summary>Values that no client sends on purpose.</summary>
    private static readonly string[] OddValues =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "1.0",
        "0.5",
        "1e22",
        "1e400",
        "-1e-400",
        "123456789012345678901234567890",
        new string('9', 5000),
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"\\u0000\"",
        "\"a\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u00e9\\u2028\\u007f\"",
        "\"'\\\"\\\\\\n\"",
        "[]",
        "{}",
        "[null]",
        "[[1], {\"a\": [2]}]",
        "{\"\\ud800\": 1}",
        "{\"\\u0000\": \"\"}",
        "{\"a\": 1, \"a\": \"b\"}",
        "{\"\": {}}",
        $"\"{new string('y', 3000)}\"",
        $"{new string('[', 55)}{new string(']', 55)}",
        $"{new string('[', 200)}{new string(']', 200)}",
        "\"9999-12-31T23:59:59.999999-23:59\"",
        "\"0001-01-01T00:00:00+23:59\"",
        "\"2028-06-13T12:00\"",
        "\"https://zoom.us/j/1?tk=%00%ff\"",
        "\"https://teams.microsoft.com/light-meetings/launch?coords=eyJjb252ZXJzYXRpb25JZCI6Ilx1ZDgwMCJ9\"",
        "\"%25%32%35zoom.us/j/1\"",
        "\"aHR0cHM6Ly94Lnk=\"",
        "\"iVBORw0KGgo=\"",
    ];

    private static readonly string[] OddNames =
    [
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"bot_nam\\u0065\"",
        "\"meeting_url\"",
        "\"metadata\"",
        "\"join_at\"",
        "\"recording_settings\"",
        "\"automatic_leave_settings\"",
        "\"transcription_settings\"",
        "\"zoom_settings\"",
        "\"webhooks\"",
        "\"calendar_event_id\"",
        "\"custom_attributes\"",
        "\"scheduled_join_time\"",
        "\"data\"",
        "\"type\"",
        "\"url\"",
        "\"a\\\"b\"",
    ];

    private static readonly byte[] OddBytes = [0, 0x22, 0x5C, 0x7B, 0x7D, 0x2C, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFF];

    public byte[] Apply(byte[] body)
    {
        if (Kind is MutationKind.Truncate or MutationKind.Flip)
        {
            return body.Length == 0 ? body
                : Kind == MutationKind.Truncate ? body[..(At % body.Length)]
                : Splice(body, At % body.Length, 1, [OddBytes[Odd % OddBytes.Length]]);
        }

        if (Parts(body) is not { Values.Count: > 0 } parts)
        {
            return body;
        }

        var value = parts.Values[At % parts.Values.Count];
        var odd = OddValues[Odd % OddValues.Length];
        switch (Kind)
        {
            case MutationKind.Replace:
                return Splice(body, value.Start, value.Length, odd);
            case MutationKind.Nest:
                return Splice(
                    Splice(body, value.Start + value.Length, 0, Odd % 2 == 0 ? "]" : "}"),
                    value.Start,
                    0,
                    Odd % 2 == 0 ? "[" : "{\"a\":"
                );
            case MutationKind.Swap:
                var other = parts.Values[Other % parts.Values.Count];
                var (first, second) = value.Start < other.Start ? (value, other) : (other, value);
                return first.Start + first.Length > second.Start
                    ? body
                    : Splice(
                        Splice(body, second.Start, second.Length, body[first.Start..(first.Start + first.Length)]),
                        first.Start,
                        first.Length,
                        body[second.Start..(second.Start + second.Length)]
                    );
        }

        if (parts.Members.Count == 0)
        {
            return body;
        }

        var member = parts.Members[At % parts.Members.Count];
        var end = member.Start + member.Length;
        return Kind switch
        {
            MutationKind.Rename => Splice(body, member.Start, member.NameLength, OddNames[Odd % OddNames.Length]),
            MutationKind.Duplicate => Splice(
                body,
                end,
                0,
                [.. ","u8, .. body.AsSpan(member.Start, member.NameLength), .. ":"u8, .. Encoding.UTF8.GetBytes(odd)]
            ),
            MutationKind.Insert => Splice(body, end, 0, $",{OddNames[Other % OddNames.Length]}:{odd}"),
            _ => body[end] == ',' ? Splice(body, member.Start, member.Length + 1, "") : Splice(body, member.Start, member.Length, ""),
        };
    }

    /// <summary>The positions of a body's values and members; null if it is no longer JSON.</summary>
    private static (List<(int Start, int Length)> Values, List<(int Start, int NameLength, int Length)> Members)? Parts(byte[] body)
    {
        var (values, members) = (new List<(int, int)>(), new List<(int, int, int)>());
        var open = new Stack<(int Start, (int Start, int Length)? Name)>();
        (int Start, int Length)? name = null;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1000 });
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = (start, reader.ValueSpan.Length + 2);
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, name));
                        name = null;
                        break;
                    default:
                        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                        {
                            (start, name) = open.Pop();
                        }

                        values.Add((start, end - start));
                        if (name is var (nameStart, nameLength))
                        {
                            members.Add((nameStart, nameLength, end - nameStart));
                        }

                        name = null;
                        break;
                }
            }

            return (values, members);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Splice(byte[] body, int start, int length, string text) =>
        Splice(body, start, length, Encoding.UTF8.GetBytes(text));

    private static byte[] Splice(byte[] body, int start, int length, byte[] bytes) =>
        [.. body.AsSpan(0, start), .. bytes, .. body.AsSpan(start + length)];
}
