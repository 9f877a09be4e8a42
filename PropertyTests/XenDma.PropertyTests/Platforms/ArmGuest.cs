using System;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.Platforms;

/// <summary>An initial domain on Arm with three pages of another domain at guest frame 0x10, on machine frames 0x80000 and on.</summary>
internal sealed class ArmGuest : IDisposable
{
    internal const ulong Foreign = 0x10000;
    internal const ulong ForeignBus = 0x80000000;
    internal const ulong Local = 0x40000;

    internal ArmGuest(Semantics? semantics = null, bool hasCacheFlush = true, bool force = false, bool coherent = false)
    {
        var layout = new MachineLayout
        {
            FrameCount = 0x400,
            Owned = [new FrameRun(0, 0, 0x10), new FrameRun(0x13, 0x13, 0x3ED)],
            Foreign = [new FrameRun(0x10, 0x80000, 3)],
            Free = [new FrameRange(0x200, 0x200)],
            HasNonCoherentDevices = true,
            HasCacheFlush = hasCacheFlush,
        };
        Guest = XenGuest.Boot(layout, new PoolOptions(128, force, Early: true), semantics ?? Semantics.Contract, Platform.XenDom0Arm);
        Device = Guest.AddDevice("eth", new DeviceTraits { IsCoherent = coherent });
    }

    internal XenGuest Guest { get; }

    internal Device Device { get; }

    internal GuestBuffer Buffer(ulong address, int size) => Guest.Machine.Memory.Buffer(new PhysAddr(address), size);

    internal DmaAddr Map(ulong address, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        DmaAddr dma = Device.MapSingle(Buffer(address, size), size, direction, attrs);
        Assert.False(Device.MappingError(dma));
        return dma;
    }

    internal byte DeviceReads(DmaAddr dma)
    {
        Span<byte> one = stackalloc byte[1];
        Guest.BusOf(Device).Read(dma, one);
        return one[0];
    }

    internal void DeviceWrites(DmaAddr dma, int size, byte value)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, value);
        Guest.BusOf(Device).Write(dma, bytes);
    }

    public void Dispose() => Guest.Dispose();
}
