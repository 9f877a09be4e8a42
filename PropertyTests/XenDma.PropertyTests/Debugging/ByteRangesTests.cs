using System;
using System.Linq;
using XenDma.Debugging;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Sets of bytes.</summary>
public sealed class ByteRangesTests
{
    private const int Bytes = 48;

    /// <summary>Beside a set of single bytes, after random steps.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_set_of_bytes(int seed)
    {
        var random = new Random(seed);
        var ranges = new ByteRanges();
        var bytes = new bool[Bytes];
        for (int step = 0; step < 3000; step++)
        {
            (int start, int end) = Range(random);
            bool adds = random.Next(2) == 0;
            if (adds) ranges.Add((ulong)start, (ulong)end);
            else ranges.Remove((ulong)start, (ulong)end);
            Array.Fill(bytes, adds, start, end - start);
            (int from, int to) = Range(random);
            Assert.True(bytes[from..to].All(static isIn => isIn) == ranges.Covers((ulong)from, (ulong)to), $"seed {seed}, step {step}: bytes {from} to {to}");
        }
    }

    [Fact]
    public void Too_many_become_one()
    {
        var ranges = new ByteRanges();
        for (ulong i = 0; i < 65; i++) ranges.Add(2 * i, (2 * i) + 1);
        Assert.True(ranges.Covers(0, 129));
        Assert.False(ranges.Covers(129, 130));
    }

    private static (int Start, int End) Range(Random random)
    {
        int start = random.Next(Bytes);
        return (start, random.Next(start, Math.Min(Bytes, start + 12)));
    }
}
