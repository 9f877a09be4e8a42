using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.NetworkRings;

/// <summary>Frames of any size for the card to send.</summary>
/// <param name="pages">Where their memory comes from.</param>
/// <param name="random">What they are drawn from.</param>
public sealed class FrameMaker(IPageSource pages, Random random)
{
    private const int PageSize = 4096;
    private const int HeadOrder = 1;

    /// <summary>Makes a frame: a head somewhere in two pages, perhaps across them, and up to six fragments.</summary>
    /// <param name="bytes">What it holds.</param>
    /// <returns>null = no memory.</returns>
    public TransmitFrame? TryMake(out byte[] bytes)
    {
        bytes = [];
        if (pages.TryAlloc(HeadOrder) is not { } headPages) return null;
        int length = random.Next(14, 600), offset = random.Next(0, (PageSize << HeadOrder) - length);
        var frame = new TransmitFrame(pages, headPages, headPages.Slice(offset, length));
        bytes = Fill(frame.Head);
        for (int left = random.Next(-2, 7); left > 0; left--)
        {
            if (pages.TryAlloc(0) is not { } page)
            {
                frame.Free();
                return null;
            }

            int from = random.Next(PageSize - 1), size = random.Next(1, PageSize - from + 1);
            frame.Add(page, from, size);
            bytes = [.. bytes, .. Fill(page.Slice(from, size))];
        }

        return frame;
    }

    private byte[] Fill(GuestBuffer memory)
    {
        var bytes = new byte[memory.Length];
        random.NextBytes(bytes);
        memory.Write(0, bytes);
        return bytes;
    }
}
