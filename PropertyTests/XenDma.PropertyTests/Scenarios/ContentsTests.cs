using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>A fill is the pattern byte by byte, wherever it begins.</summary>
public sealed class ContentsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(255, 250)]
    [InlineData(77, 256)]
    [InlineData(200, 65_533)]
    [InlineData(ulong.MaxValue, 16_777_215)]
    public void A_fill_is_the_pattern(ulong seed, ulong first)
    {
        var bytes = new byte[1500];
        Contents.Fill(bytes, seed, first);
        for (int i = 0; i < bytes.Length; i++) Assert.Equal(Contents.PatternAt(seed, first + (ulong)i), bytes[i]);
    }
}
