using System;
using System.Runtime.InteropServices;

namespace XenDma.Machines;

/// <summary>What a page holds whose machine frame came from the hypervisor: junk that depends on the frame alone, so that a replay sees the same.</summary>
internal static class PageJunk
{
    private static readonly byte[] Junk = Make();

    /// <summary>The key of a machine frame's junk.</summary>
    internal static byte KeyOf(ulong mfn) => unchecked((byte)(0xA5 ^ (mfn * 29)));

    /// <summary>Fills a page.</summary>
    internal static void Fill(Span<byte> page, byte key)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(page);
        ReadOnlySpan<ulong> junk = MemoryMarshal.Cast<byte, ulong>(Junk);
        ulong keys = key * 0x0101010101010101UL;
        for (int i = 0; i < words.Length; i++) words[i] = junk[i] ^ keys;
    }

    private static byte[] Make()
    {
        var junk = new byte[XenPage.Size];
        for (int i = 0; i < junk.Length; i++) junk[i] = unchecked((byte)(i * 11));
        return junk;
    }
}
