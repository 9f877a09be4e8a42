using System;
using System.Threading.Tasks;
using XenDma.Cli;
using XenDma.PropertyTests.Cli;
using XenDma.PropertyTests.Tidy;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Native;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Translation;
using Xunit;

namespace XenDma.PropertyTests.Samples;

/// <summary>The sample implementations in C and in Rust: the clean ones keep the contract, of the broken ones the kit says what is wrong.</summary>
public sealed class SourceSampleTests(BuiltSamples samples) : IClassFixture<BuiltSamples>
{
    private const ulong Seed = 2026;
    private const int Cases = 300;

    [CompilerTheory("cc")]
    [InlineData(Platform.XenPv)]
    [InlineData(Platform.XenDom0Arm)]
    [InlineData(Platform.BareMetal)]
    public Task The_implementation_in_C_keeps_the_contract(Platform platform) => KeepsAsync("c", platform);

    [CompilerTheory("rustc")]
    [InlineData(Platform.XenPv)]
    [InlineData(Platform.XenDom0Arm)]
    [InlineData(Platform.BareMetal)]
    public Task The_implementation_in_Rust_keeps_the_contract(Platform platform) => KeepsAsync("rust", platform);

    [CompilerTheory("cc")]
    [InlineData("c-broken", "XD-CONT-2")]
    public Task The_broken_one_in_C_is_found(string folder, string id) => IsFoundAsync(folder, id);

    [CompilerTheory("rustc")]
    [InlineData("rust-broken", "XD-RES-2")]
    public Task The_broken_one_in_Rust_is_found(string folder, string id) => IsFoundAsync(folder, id);

    [Fact]
    public async Task A_compiler_that_is_not_there_is_told()
    {
        (string? file, string reason) = await (SourceSample.In(Repository.Root, "c")! with { Compiler = "no-such-cc" }).BuildAsync(".");
        Assert.Null(file);
        Assert.Equal("no-such-cc is not on the PATH", reason);
    }

    [CompilerTheory("cc")]
    [InlineData("int x = ;")]
    public async Task A_source_that_does_not_compile_is_told_in_one_line(string text)
    {
        using var folder = new TemporaryFolder();
        (string? file, string reason) = await new SourceSample("bad", "cc", folder.Write("bad.c", text), ["-shared"]).BuildAsync(folder.Path);
        Assert.Null(file);
        Assert.StartsWith("cc ended with 1: ", reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
    }

    private static CampaignResult Run(IImplementation implementation, Platform platform = Platform.XenPv) =>
        new Campaign(implementation, new CampaignOptions { Cases = Cases, Seed = Seed, Semantics = Semantics.Contract, Platforms = [platform] }).Run();

    private async Task KeepsAsync(string folder, Platform platform)
    {
        CampaignResult result = Run(await samples.LoadAsync(folder), platform);
        Assert.Empty(result.Failures);
        Assert.Equal(Cases, result.Cases);
        Assert.True(result.Inconclusive < Cases / 4, $"{result.Inconclusive} of {Cases} cases could not be decided in full");
    }

    private async Task IsFoundAsync(string folder, string id)
    {
        NativeImplementation twin = await samples.LoadAsync(folder);
        CampaignFailure failure = Assert.Single(Run(twin).Failures, failure => failure.Finding.Check == id);
        Assert.InRange(failure.Scenario.Steps.Length, 2, 8);
        Assert.Equal(Verdict.Fail, Replay.Run(failure.Scenario, twin, ReplayMode.Contract, Catalogue.All).Verdict);
        Assert.Equal(Verdict.Pass, Replay.Run(failure.Scenario, new ModelImplementation(), ReplayMode.Contract, Catalogue.All).Verdict);
    }
}
