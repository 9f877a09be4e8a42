#nullable enable
using System;

namespace Basalt.Dma;

/// <summary>The calls of a kernel under names of their own: raw numbers, a device handle, an error that a call tells.</summary>
public static class Bus
{
    public static bool TrySetReach(Adapter adapter, int bits) => throw new NotSupportedException();

    public static ulong AttachSingle(Adapter adapter, IntPtr memory, nuint bytes, Flow flow, Hints hints = Hints.None) => throw new NotSupportedException();

    public static void DetachSingle(Adapter adapter, ulong bus, nuint bytes, Flow flow, Hints hints = Hints.None) => throw new NotSupportedException();

    public static ulong AttachPage(Adapter adapter, IntPtr page, uint offset, nuint bytes, Flow flow) => throw new NotSupportedException();

    public static void DetachPage(Adapter adapter, ulong bus, nuint bytes, Flow flow) => throw new NotSupportedException();

    public static bool HasFailed(Adapter adapter, ulong bus) => throw new NotSupportedException();

    public static void GiveToCpu(Adapter adapter, ulong bus, nuint offset, nuint bytes, Flow flow) => throw new NotSupportedException();

    public static void GiveToDevice(Adapter adapter, ulong bus, nuint offset, nuint bytes, Flow flow) => throw new NotSupportedException();

    public static int AttachList(Adapter adapter, SegmentList list, int segments, Flow flow) => throw new NotSupportedException();

    public static void DetachList(Adapter adapter, SegmentList list, int segments, Flow flow) => throw new NotSupportedException();

    public static void GiveListToCpu(Adapter adapter, SegmentList list, int segments, Flow flow) => throw new NotSupportedException();

    public static IntPtr AllocShared(Adapter adapter, nuint bytes, out ulong bus) => throw new NotSupportedException();

    public static void FreeShared(Adapter adapter, nuint bytes, IntPtr memory, ulong bus) => throw new NotSupportedException();
}

/// <summary>A device on the bus.</summary>
public sealed class Adapter
{
    public void Start(ulong bus, nuint bytes) => throw new NotSupportedException();

    public bool WaitDone(int milliseconds) => throw new NotSupportedException();

    public void Halt() => throw new NotSupportedException();
}

/// <summary>A list of buffers, and of the addresses that they are mapped at.</summary>
public sealed class SegmentList
{
    public int Segments => throw new NotSupportedException();

    public ulong DmaAddressOf(int index) => throw new NotSupportedException();
}

public enum Flow
{
    Both,
    ToCard,
    FromCard,
    Nowhere,
}

[Flags]
public enum Hints
{
    None,
    SkipCpuSync,
}
