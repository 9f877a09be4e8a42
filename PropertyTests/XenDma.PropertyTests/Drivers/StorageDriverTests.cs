using System;
using XenDma.Samples.Nvme;
using XenDma.Samples.Simulation;
using XenDma.Samples.XenBlock;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>That the runs of the two storage drivers come by what they are there for.</summary>
public sealed class StorageDriverTests
{
    private const int Seed = 1;

    [Theory]
    [InlineData("contiguous")]
    [InlineData("scattered above 4 GiB")]
    [InlineData("Arm, not coherent")]
    public void Lists_of_pages_go_on_in_further_pages(string machine)
    {
        NvmeLifecycle life = Live(machine, Semantics.Linux6_14, static (bench, device) => new NvmeLifecycle(bench, device));
        Assert.True(life.Controller.ListPages > 0, $"seed {Seed}: no transfer of more than 513 pages");
        Assert.True(life.Aborts > 0, $"seed {Seed}: nothing was aborted");
    }

    /// <summary>4.18 keeps no address bits of a bounced buffer; since 5.12 the driver can ask for it.</summary>
    [Theory]
    [InlineData("4.18", true)]
    [InlineData("6.1", false)]
    [InlineData("6.14", false)]
    public void A_release_that_loses_offsets_is_helped_by_copies(string release, bool copies)
    {
        NvmeLifecycle life = Live("scattered above 4 GiB", ReceiveRig.Release(release), static (bench, device) => new NvmeLifecycle(bench, device));
        Assert.Equal(copies, life.Copied > 0);
    }

    [Theory]
    [InlineData("contiguous", true)]
    [InlineData("scattered above 4 GiB", true)]
    [InlineData("scattered below 4 GiB", false)]
    public void Entries_that_follow_each_other_on_the_bus_become_one_region(string machine, bool merges)
    {
        BlockLifecycle life = Live(machine, Semantics.Linux6_14, static (bench, device) => new BlockLifecycle(bench, device));
        Assert.Equal(merges, life.Controller.LongRegions > 0);
    }

    /// <summary>Three pages that follow each other across a multiple of 64 KiB on the bus.</summary>
    [Fact]
    public void A_region_ends_where_the_boundary_is()
    {
        using var bench = new Bench(DriverMachines.Find("contiguous"), Semantics.Linux6_14);
        Device device = bench.AddDevice("kestrel0");
        var list = new ScatterList(3);
        GuestBuffer pages = bench.Guest.AllocPages(5)!;
        int first = (int)((0x10000 - (BusOf(device, pages) & 0xFFFF)) / 4096) - 1;
        for (int i = 0; i < list.Capacity; i++) list.Add(pages.Slice((first + i) * 4096, 4096));
        int mapped = device.MapSg(list, list.Count, DmaDirection.ToDevice);
        Assert.Equal(3, mapped);
        Span<byte> table = stackalloc byte[RegionTable.MaxRegions * RegionTable.EntrySize];
        Assert.Equal(2, RegionTable.Fill(table, list, mapped));
        (DmaAddr start, int length, bool isLast) = RegionTable.Load(table);
        Assert.Equal((list.DmaAddressAt(0), 4096, false), (start, length, isLast));
        (start, length, isLast) = RegionTable.Load(table[RegionTable.EntrySize..]);
        Assert.Equal((list.DmaAddressAt(1), 8192, true), (start, length, isLast));
        device.UnmapSg(list, list.Count, DmaDirection.ToDevice);
    }

    [Theory]
    [InlineData(PciRegister.Bar0, 4, 0u)]
    [InlineData(PciRegister.Command, 2, 0x400u)]
    [InlineData(0x100, 4, 0u)]
    public void The_back_end_refuses_what_a_guest_may_not_write(int offset, int size, uint value)
    {
        using var bench = new Bench(DriverMachines.Find("scattered above 4 GiB"), Semantics.Linux6_14);
        var function = new PciFunction(KestrelDriver.Id, 0xFE000000);
        var pciback = new SimulatedPciback(function);
        bench.Attach(pciback.Work);
        using Pcifront? pcifront = Pcifront.TryConnect(bench.Pages, bench.Delay, pciback.Attach);
        Assert.NotNull(pcifront);
        Assert.False(pcifront.TryWrite(offset, size, value));
        Assert.Equal(1, pciback.Refused);
        Assert.True(pcifront.TryRead(PciRegister.Bar0, 4, out uint bar));
        Assert.Equal(0xFE000000, bar);
        Assert.True(pcifront.TryWrite(PciRegister.Command, 2, PciRegister.BusMaster));
        Assert.True(function.IsBusMaster);
    }

    private static ulong BusOf(Device device, GuestBuffer buffer)
    {
        using DmaMapping mapping = device.Map(buffer, 4096, DmaDirection.ToDevice);
        return mapping.Address.Value;
    }

    private static T Live<T>(string machine, Semantics release, Func<Bench, Device, T> make)
        where T : ILifecycle
    {
        using var bench = new Bench(DriverMachines.Find(machine), release);
        Device device = bench.AddDevice("device0");
        T life = make(bench, device);
        DriverRun run = DriverRun.Of(bench, device, life, Seed);
        Assert.True(run.IsFlawless, $"seed {Seed}: {run.Work}\n{run.Leftovers}");
        return life;
    }
}
