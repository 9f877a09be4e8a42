using System;
using System.IO;
using XenDma.Specs.Kit;
using Xunit;

namespace XenDma.PropertyTests.Kit;

/// <summary>The environment goes before what the class says.</summary>
public sealed class KitOptionsTests
{
    [Fact]
    public void The_environment_goes_before_the_class()
    {
        KitOptions options = new KitOptions { Seed = 5, Cases = 7 }.WithEnvironment(static name => name switch
        {
            "XENDMA_SEED" => "18446744073709551615",
            "XENDMA_CASES" => "12",
            "XENDMA_OUT" => "there",
            _ => null,
        });
        Assert.Equal((ulong.MaxValue, 12, Path.GetFullPath("there")), (options.Seed, options.Cases, options.OutFolder));
    }

    [Fact]
    public void Without_it_the_class_decides()
    {
        KitOptions options = new KitOptions { Seed = 5, Cases = 7, OutFolder = "here" }.WithEnvironment(static _ => null);
        Assert.Equal((5UL, 7, Path.GetFullPath("here")), (options.Seed, options.Cases, options.OutFolder));
    }

    [Theory]
    [InlineData("XENDMA_SEED", "x", "XENDMA_SEED=x: a number up to 18446744073709551615 expected")]
    [InlineData("XENDMA_SEED", "-1", "XENDMA_SEED=-1: a number up to 18446744073709551615 expected")]
    [InlineData("XENDMA_CASES", "2147483648", "XENDMA_CASES=2147483648: a number up to 2147483647 expected")]
    public void What_is_no_number_is_told(string variable, string value, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new KitOptions().WithEnvironment(name => name == variable ? value : null)).Message);
}
