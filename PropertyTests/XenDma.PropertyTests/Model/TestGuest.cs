using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The guests that the unit tests run on: a pool at guest address 0x200000 that the exchange moves to machine frame 0x400,
/// every other guest frame on machine frame <see cref="MfnBase"/> + pfn unless a test says otherwise.</summary>
internal static class TestGuest
{
    internal const ulong FrameCount = 0x400;
    internal const ulong MfnBase = 0x10000;
    internal const ulong PoolPhys = 0x200000;
    internal const ulong PoolBus = 0x400000;

    /// <summary>A layout whose frames are where <paramref name="moved"/> puts them; a machine frame of all ones: no frame.</summary>
    internal static MachineLayout Layout(params (ulong Pfn, ulong Mfn)[] moved) => new()
    {
        FrameCount = FrameCount,
        Owned = Owned(FrameCount, moved),
        Free = [new FrameRange(0x200, 0x200)],
        Spare = [new FrameRange(0x400, 64)],
    };

    /// <summary>One run per frame, so that single frames can be moved or left out.</summary>
    internal static ImmutableArray<FrameRun> Owned(ulong frameCount, params (ulong Pfn, ulong Mfn)[] moved)
    {
        var places = moved.ToDictionary(static place => place.Pfn, static place => place.Mfn);
        ImmutableArray<FrameRun>.Builder runs = ImmutableArray.CreateBuilder<FrameRun>();
        for (ulong pfn = 0; pfn < frameCount; pfn++)
        {
            ulong mfn = places.GetValueOrDefault(pfn, MfnBase + pfn);
            if (mfn != XenPage.NoFrame) runs.Add(new FrameRun(pfn, mfn, 1));
        }

        return runs.ToImmutable();
    }

    /// <summary>The layout with another domain's frame behind one guest frame.</summary>
    internal static MachineLayout WithForeign(ulong pfn, ulong mfn) =>
        Layout((pfn, XenPage.NoFrame)) with { Foreign = [new FrameRun(pfn, mfn, 1)] };

    internal static XenGuest Boot(string release, MachineLayout? layout = null, bool force = false, ulong slabs = 128)
    {
        XenGuest guest = XenGuest.Boot(layout ?? Layout(), new PoolOptions(slabs, force, Early: true), Release(release));
        Assert.Equal(new PhysAddr(PoolPhys), PoolOf(guest).Start);
        return guest;
    }

    internal static Semantics Release(string name) => Semantics.Find(name) ?? throw new ArgumentException($"release {name}?");

    internal static SlotPool PoolOf(XenGuest guest) => ((XenSwiotlbOps)guest.Ops).Pool!;

    internal static GuestBuffer BufferAt(XenGuest guest, ulong address, int length) =>
        guest.Machine.Memory.Buffer(new PhysAddr(address), length);

    internal static byte ByteAt(XenGuest guest, ulong address) => guest.Machine.Memory.Cpu(new PhysAddr(address), 1)[0];

    /// <summary>The P2M words of a run of guest frames.</summary>
    internal static ulong[] FramesBehind(Machine machine, ulong pfn, int count)
    {
        var mfns = new ulong[count];
        for (int i = 0; i < count; i++) mfns[i] = machine.P2M.Word(pfn + (ulong)i);
        return mfns;
    }

    /// <summary>The numbers first, first + 1, ...</summary>
    internal static ulong[] Ascending(ulong first, int count)
    {
        var numbers = new ulong[count];
        for (int i = 0; i < count; i++) numbers[i] = first + (ulong)i;
        return numbers;
    }
}
