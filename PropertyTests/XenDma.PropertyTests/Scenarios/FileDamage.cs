using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>Ways in which a file comes to harm, drawn from a seed.</summary>
internal static class FileDamage
{
    private const int MaxDamages = 3;

    private static readonly string[] Values =
    [
        "-1", "1e99", "0", "18446744073709551615", "18446744073709551616", "4294967296", "1048577", "\"0x\"", "\"0xffffffffffffffff\"", "0.5", "null", "[]", "{}", "true", "\"to_device\"",
        new('9', 5000), "\"" + new string('a', 5000) + "\"", new string('[', 300), string.Concat(Enumerable.Repeat("{\"steps\":[", 200)), "\"\\ud800\"", "\"\\u0000\"",
    ];

    /// <summary>The bytes with one to three damages.</summary>
    internal static byte[] Damaged(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int damages = random.Next(1, MaxDamages + 1); damages > 0 && bytes.Count > 1; damages--) Damage(bytes, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count), length = random.Next(1, Math.Min(64, bytes.Count - at) + 1);
        switch (random.Next(9))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.RemoveRange(at, bytes.Count - at); break;
            case 4: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            case 5: SwapTokens(bytes, random); break;
            case 6: bytes.InsertRange(at, [.. Enumerable.Repeat((byte)'\n', random.Next(1, 200))]); break;
            default: Put(bytes, TokenAt(bytes, at), Values[random.Next(Values.Length)]); break;
        }
    }

    private static void SwapTokens(List<byte> bytes, Random random)
    {
        (int Start, int Length) first = TokenAt(bytes, random.Next(bytes.Count)), second = TokenAt(bytes, random.Next(bytes.Count));
        if (first.Start > second.Start) (first, second) = (second, first);
        if (first.Start + first.Length > second.Start) return;
        string one = TextOf(bytes, first), other = TextOf(bytes, second);
        Put(bytes, second, one);
        Put(bytes, first, other);
    }

    /// <summary>The run of letters, digits and quotes at or behind a place: a name, a number, a string.</summary>
    private static (int Start, int Length) TokenAt(List<byte> bytes, int at)
    {
        while (at < bytes.Count && !IsInToken(bytes[at])) at++;
        int start = at;
        while (start > 0 && IsInToken(bytes[start - 1])) start--;
        while (at < bytes.Count && IsInToken(bytes[at])) at++;
        return (start, at - start);
    }

    private static bool IsInToken(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'"' or (byte)'_' or (byte)'-' or (byte)'.';

    private static string TextOf(List<byte> bytes, (int Start, int Length) token) => Encoding.Latin1.GetString([.. bytes.GetRange(token.Start, token.Length)]);

    private static void Put(List<byte> bytes, (int Start, int Length) token, string text)
    {
        bytes.RemoveRange(token.Start, token.Length);
        bytes.InsertRange(token.Start, Encoding.Latin1.GetBytes(text));
    }
}
