using System;
using System.Linq;
using System.Threading.Tasks;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.Samples;
using XenDma.Specs.Adapters.Native;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Adapters;

/// <summary>What the ABI hands to a library: other platforms, pages of another size, caches, no device.</summary>
public sealed class NativePlatformTests(BuiltSamples samples) : IClassFixture<BuiltSamples>
{
    /// <summary>Devices that do not snoop: what the library cleans and invalidates is what both sides see.</summary>
    [CompilerTheory("cc")]
    [InlineData(Platform.XenDom0Arm, "c")]
    [InlineData(Platform.BareMetal, "c")]
    public async Task Caches_are_the_library_s_to_maintain(Platform platform, string folder)
    {
        CampaignResult result = await RunAsync(platform, folder);
        Assert.Empty(result.Failures);
        Assert.Equal(0, result.Skipped);
        Assert.InRange(result.Labels[Specs.Generation.Labels.NoSnoop], 1, long.MaxValue);
        Assert.InRange(result.Exercised["XD-CONT-1"], 1, long.MaxValue);
    }

    /// <summary>A window of memory is nothing that the ABI has words for.</summary>
    [CompilerTheory("cc")]
    [InlineData(Platform.Wii, "c")]
    public async Task What_the_ABI_cannot_say_is_skipped_and_never_passes(Platform platform, string folder)
    {
        CampaignResult result = await RunAsync(platform, folder);
        Assert.Empty(result.Failures);
        Assert.Equal(result.Cases, result.Skipped);
        Assert.All(result.Exercised.Values, static count => Assert.Equal(0, count));
    }

    [CompilerTheory("cc")]
    [InlineData(16, "c")]
    [InlineData(12, "c")]
    public async Task Memory_for_no_device_comes_in_whole_pages_of_the_guest(int pageShift, string folder)
    {
        NativeImplementation implementation = await samples.LoadAsync(folder);
        var layout = new MachineLayout { FrameCount = 2048, PageShift = pageShift, Free = [new FrameRange(512, 1024)], Spare = [new FrameRange(0x10000, 1024)] };
        using var machine = new Machine(layout, implementation.Allocate);
        IDmaOps ops = implementation.Create(machine, new ScenarioMachine { Layout = layout, Pool = new PoolOptions(128, Early: true), Devices = [] });
        ulong before = machine.Pages.FreeCount, page = 1UL << pageShift;
        GuestBuffer memory = ops.Alloc(null, 100, out DmaAddr dma, DmaAttrs.None)!;
        Assert.Equal(page / XenPage.Size, before - machine.Pages.FreeCount);
        Assert.Equal(0UL, memory.Address.Value % page);
        Assert.InRange(dma.Value, 0UL, uint.MaxValue);

        var mapping = new UserMapping(0, 1);
        Assert.Equal(0, ops.Mmap(new Device("any", new DeviceTraits()), mapping, memory, dma, 100, DmaAttrs.None));
        Assert.Equal(Enumerable.Range(0, (int)(page / XenPage.Size)).Select(i => new Pfn(memory.Address.Pfn.Value + (ulong)i)), mapping.Frames);
        ops.Free(null, 100, memory, dma, DmaAttrs.None);
        Assert.Equal(before, machine.Pages.FreeCount);
        ((IDisposable)ops).Dispose();
    }

    /// <summary>bug() is thrown once the op has returned, and the instance goes on.</summary>
    [CompilerFact("cc")]
    public void A_breach_that_a_library_reports_is_the_model_s_own()
    {
        var implementation = NativeImplementation.Load(NativeCompiler.Fixture("plain"));
        var layout = new MachineLayout { FrameCount = 1024, Free = [new FrameRange(512, 512)], Spare = [new FrameRange(0x10000, 512)] };
        using var machine = new Machine(layout, implementation.Allocate);
        IDmaOps ops = implementation.Create(machine, new ScenarioMachine { Layout = layout, Pool = new PoolOptions(128, Early: true), Devices = [] });
        var device = new Device("any", new DeviceTraits());
        KernelBugException bug = Assert.Throws<KernelBugException>(() => ops.MapPage(device, new Page(new Pfn(1)), 0, 8, DmaDirection.None, DmaAttrs.None));
        Assert.Equal("no direction", bug.Message);
        Assert.Equal(new DmaAddr(0x1000), ops.MapPage(device, new Page(new Pfn(1)), 0, 8, DmaDirection.ToDevice, DmaAttrs.None));
        ((IDisposable)ops).Dispose();
    }

    private async Task<CampaignResult> RunAsync(Platform platform, string folder) => new Campaign(
        await samples.LoadAsync(folder), new CampaignOptions { Cases = 120, Seed = 11, Semantics = Semantics.Contract, Platforms = [platform] }).Run();
}
