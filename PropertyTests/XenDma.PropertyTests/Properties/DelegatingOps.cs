using System;
using System.Reflection;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Scenarios;
using XenDma.Translation;

namespace XenDma.PropertyTests.Properties;

/// <summary>The model's ops, each of which a test can replace with a broken copy.</summary>
internal abstract class DelegatingOps(Machine machine, PoolOptions options, Semantics? release = null) : IDmaOps, IPoolInspection
{
    protected Machine Machine { get; } = machine;

    protected PoolOptions Options { get; } = options;

    protected XenPvTranslation Translation { get; } = new(machine);

    protected XenSwiotlbOps Inner { get; } = MakeInner(machine, options, release ?? Semantics.Linux4_18);

    public virtual ulong SlotsInUse => Inner.SlotsInUse;

    /// <summary>An implementation that makes instances of a broken copy.</summary>
    public static IImplementation Implementation<T>()
        where T : DelegatingOps => new Factory(typeof(T));

    public virtual DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        Inner.MapPage(device, page, offset, size, direction, attrs);

    public virtual bool MappingError(Device device, DmaAddr address) => Inner.MappingError(device, address);

    public virtual GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs) => Inner.Alloc(device, size, out handle, attrs);

    public virtual void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs) => Inner.Free(device, size, buffer, handle, attrs);

    public virtual void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        Inner.UnmapPage(device, address, size, direction, attrs);

    public virtual int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) => Inner.MapSg(device, list, count, direction, attrs);

    public virtual void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) => Inner.UnmapSg(device, list, count, direction, attrs);

    public virtual void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        Inner.SyncSingleForCpu(device, address, size, direction);

    public virtual void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        Inner.SyncSingleForDevice(device, address, size, direction);

    public virtual void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction) => Inner.SyncSgForCpu(device, list, count, direction);

    public virtual void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction) => Inner.SyncSgForDevice(device, list, count, direction);

    public virtual bool DmaSupported(Device device, ulong mask) => Inner.DmaSupported(device, mask);

    public virtual int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        Inner.Mmap(device, mapping, buffer, handle, size, attrs);

    public virtual int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        Inner.GetSgTable(device, table, buffer, handle, size, attrs);

    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end) => Inner.TryGetPoolRange(out start, out end);

    public virtual ulong MaxMappingSize(Device device) => Inner.MaxMappingSize(device);

    /// <summary>Whether a map has bounced.</summary>
    protected bool IsBounced(DmaAddr mapped, Page page, ulong offset) => mapped != DmaAddr.MappingError && mapped != Translation.PhysToBus(Start(page, offset));

    protected static PhysAddr Start(Page page, ulong offset) => page.Pfn.Address + offset;

    private static XenSwiotlbOps MakeInner(Machine machine, PoolOptions options, Semantics release)
    {
        int rc = XenSwiotlbOps.Init(machine, new XenPvTranslation(machine, release), options, out XenSwiotlbOps? ops);
        return ops ?? throw new PoolInitException(rc);
    }

    private sealed class Factory(Type type) : IImplementation
    {
        public string Name => type.Name;

        public string Argument => type.Name;

        public IDmaOps Create(Machine machine, ScenarioMachine scenario) => (IDmaOps)Activator.CreateInstance(
            type, BindingFlags.CreateInstance | BindingFlags.DoNotWrapExceptions | BindingFlags.Instance | BindingFlags.Public, null, [machine, scenario.Pool], null)!;
    }
}
