using System;
using System.Collections.Generic;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The hash table of owned machine frames, against a dictionary.</summary>
public class FrameIndexTests
{
    [Theory]
    [InlineData(31, 1)]
    [InlineData(32, 2)]
    [InlineData(33, 7)]
    [InlineData(34, 64)]
    [InlineData(35, 300)]
    public void Any_sequence_agrees_with_a_dictionary(int seed, int frames)
    {
        var random = new Random(seed);
        var p2m = new ulong[frames];
        Array.Fill(p2m, XenPage.NoFrame);
        var index = new FrameIndex(p2m);
        var expected = new Dictionary<ulong, ulong>();
        for (int step = 0; step < 4000; step++)
        {
            ulong pfn = (ulong)random.Next(frames), mfn = AnyFrame(random);
            if (p2m[pfn] != XenPage.NoFrame)
            {
                index.Remove(pfn);
                expected.Remove(p2m[pfn]);
                p2m[pfn] = XenPage.NoFrame;
            }
            else if (expected.TryAdd(mfn, pfn))
            {
                p2m[pfn] = mfn;
                index.Add(pfn);
            }

            ulong asked = random.Next(2) == 0 && p2m[pfn] != XenPage.NoFrame ? p2m[pfn] : AnyFrame(random);
            ulong answer = expected.GetValueOrDefault(asked, XenPage.NoFrame);
            Assert.True(answer == index.Find(asked), $"seed {seed}, step {step}: frame 0x{asked:x}");
        }

        foreach ((ulong mfn, ulong pfn) in expected) Assert.True(pfn == index.Find(mfn), $"seed {seed}: frame 0x{mfn:x}");
    }

    [Fact]
    public void A_guest_frame_that_is_not_indexed_cannot_be_removed()
    {
        var index = new FrameIndex([0x77, 0x78]);
        index.Add(0);
        Assert.Throws<MachineFaultException>(() => index.Remove(1));
        Assert.Equal(0UL, index.Find(0x77));
    }

    // Few numbers, so that they come again; some differ in the high bits only.
    private static ulong AnyFrame(Random random) =>
        random.Next(3) switch
        {
            0 => (ulong)random.Next(400),
            1 => 0xFFFFFFFFFFFFFUL - (ulong)random.Next(400),
            _ => ((ulong)random.Next(400) << 42) + (ulong)random.Next(2),
        };
}
