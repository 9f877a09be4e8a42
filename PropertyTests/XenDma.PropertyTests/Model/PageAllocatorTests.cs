using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The guest's page allocator: the lowest naturally aligned free block.</summary>
public class PageAllocatorTests
{
    [Fact]
    public void The_lowest_aligned_block_is_taken_and_unaligned_room_passed()
    {
        var pages = new PageAllocator(0x100, [new FrameRange(0x03, 4), new FrameRange(0x21, 0x20)]);
        Assert.Equal(0x04UL, pages.Allocate(1));
        Assert.Equal(0x22UL, pages.Allocate(1));
        Assert.Equal(0x30UL, pages.Allocate(4));
        Assert.Equal(0x03UL, pages.Allocate(0));
        Assert.Equal(0x06UL, pages.Allocate(0));
        Assert.Equal(0x21UL, pages.Allocate(0));
        Assert.Equal(XenPage.NoFrame, pages.Allocate(4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(9)]
    public void A_block_of_each_order_is_taken_whole_and_given_back_whole(int order)
    {
        var pages = new PageAllocator(0x800, [new FrameRange(1, 0x7FF)]);
        ulong size = 1UL << order;
        Assert.Equal(size, pages.Allocate(order));
        Assert.Equal(0x7FF - size, pages.FreeCount);
        Assert.False(pages.IsFree(size));
        Assert.False(pages.IsFree((2 * size) - 1));
        Assert.True(pages.IsFree(2 * size));

        pages.Free(size, order);
        Assert.Equal(0x7FFUL, pages.FreeCount);
        Assert.Equal(size, pages.Allocate(order));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(52)]
    [InlineData(64)]
    [InlineData(70)]
    public void An_order_that_cannot_be_had_gives_no_frame(int order)
    {
        var pages = new PageAllocator(0x80, [new FrameRange(0, 0x80)]);
        Assert.Equal(XenPage.NoFrame, pages.Allocate(order));
        Assert.Equal(0x80UL, pages.FreeCount);
    }

    [Theory]
    [InlineData(0, 0x11UL, 0x10UL, 0x11UL)]
    [InlineData(2, 0x11UL, 0x10UL, 0x14UL)]
    [InlineData(2, 0x11UL, 0x07UL, 0x14UL)]
    [InlineData(2, 0x11UL, 0x06UL, XenPage.NoFrame)]
    [InlineData(0, 0x3FUL, 0x01UL, 0x3FUL)]
    [InlineData(0, 0x40UL, 0x01UL, 0x40UL)]
    [InlineData(0, 0x41UL, 0x100UL, 0x41UL)]
    [InlineData(6, 0x40UL, 0x40UL, 0x40UL)]
    [InlineData(6, 0x41UL, 0x100UL, 0x80UL)]
    [InlineData(6, 0x40UL, 0x3FUL, XenPage.NoFrame)]
    [InlineData(7, 0x41UL, 0x100UL, 0x80UL)]
    [InlineData(7, 0x81UL, 0x100UL, XenPage.NoFrame)]
    [InlineData(0, 0x100UL, 0x10UL, XenPage.NoFrame)]
    [InlineData(7, 1UL << 52, 0x10UL, XenPage.NoFrame)]
    public void A_block_lies_in_the_range_that_is_asked_for(int order, ulong first, ulong count, ulong expected)
    {
        var pages = new PageAllocator(0x100, [new FrameRange(0, 0x100)]);
        Assert.Equal(expected, pages.Allocate(order, new FrameRange(first, count)));
        Assert.Equal(expected == XenPage.NoFrame ? 0x100 : 0x100 - (1UL << order), pages.FreeCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_free_block_behind_the_range_is_not_in_it(int order)
    {
        var pages = new PageAllocator(0x100, [new FrameRange(0x40, 0xC0)]);
        Assert.Equal(XenPage.NoFrame, pages.Allocate(order, new FrameRange(0, 0x20)));
        Assert.Equal(0xC0UL, pages.FreeCount);
    }

    [Fact]
    public void A_frame_that_is_free_cannot_be_freed()
    {
        var pages = new PageAllocator(0x80, [new FrameRange(0, 0x40)]);
        Assert.Contains("0x3f", Assert.Throws<MachineFaultException>(() => pages.Free(0x3F, 1)).Message);
        Assert.False(pages.IsFree(0x40));
        Assert.Equal(0x40UL, pages.FreeCount);

        pages.Free(0x40, 0);
        Assert.Throws<MachineFaultException>(() => pages.Free(0x40, 0));
        Assert.Equal(0x41UL, pages.FreeCount);

        pages.Free(0x51, 0);
        Assert.Contains("0x51", Assert.Throws<MachineFaultException>(() => pages.Free(0x50, 1)).Message);
        Assert.False(pages.IsFree(0x50));
    }

    [Fact]
    public void What_is_free_twice_counts_once_and_nothing_is_free_behind_the_guest()
    {
        var pages = new PageAllocator(0x80, [new FrameRange(0, 8), new FrameRange(4, 8)]);
        Assert.Equal((12UL, true, false), (pages.FreeCount, pages.IsFree(5), pages.IsFree(0x80)));
    }

    [Theory]
    [InlineData(0x80UL, 0)]
    [InlineData(0x7FUL, 1)]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(0UL, 8)]
    [InlineData(0UL, -1)]
    [InlineData(0UL, 64)]
    public void Frames_outside_the_guest_cannot_be_freed(ulong pfn, int order)
    {
        var pages = new PageAllocator(0x80, []);
        Assert.Throws<MachineFaultException>(() => pages.Free(pfn, order));
        Assert.Equal(0UL, pages.FreeCount);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Any_sequence_agrees_with_a_list_of_free_frames(int seed)
    {
        var random = new Random(seed);
        const int count = 0x333;
        var pages = new PageAllocator(count, [new FrameRange(5, count - 5)]);
        var free = new bool[count];
        Array.Fill(free, true, 5, count - 5);
        var live = new List<(ulong Pfn, int Order)>();
        for (int step = 0; step < 2000; step++)
        {
            if (random.Next(2) == 0)
            {
                int order = random.Next(9);
                ulong expected = LowestBlock(free, order), pfn = pages.Allocate(order);
                Assert.True(expected == pfn, $"seed {seed}, step {step}: order {order} gives 0x{pfn:x}, expected 0x{expected:x}");
                if (pfn == XenPage.NoFrame) continue;
                Array.Fill(free, false, (int)pfn, 1 << order);
                live.Add((pfn, order));
            }
            else if (live.Count != 0)
            {
                int at = random.Next(live.Count);
                pages.Free(live[at].Pfn, live[at].Order);
                Array.Fill(free, true, (int)live[at].Pfn, 1 << live[at].Order);
                live.RemoveAt(at);
            }

            ulong left = (ulong)free.Count(static frame => frame);
            Assert.True(left == pages.FreeCount, $"seed {seed}, step {step}: {pages.FreeCount} frames are free, expected {left}");
        }
    }

    private static ulong LowestBlock(bool[] free, int order)
    {
        int size = 1 << order;
        for (int first = 0; first + size <= free.Length; first += size)
        {
            if (free.AsSpan(first, size).IndexOf(false) < 0) return (ulong)first;
        }

        return XenPage.NoFrame;
    }
}
