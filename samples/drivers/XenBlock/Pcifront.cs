using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.XenBlock;

/// <summary>Xen's PCI front end: an unprivileged guest reaches configuration space through a page that it shares with the back end, one operation
/// at a time. Registers and DMA do not go this way: they are the device's own.</summary>
/// <remarks>do_pci_op, drivers/pci/xen-pcifront.c.</remarks>
public sealed class Pcifront : IPciConfig, IDisposable
{
    private const int Patience = 16;
    private const uint OnlySlot = 0;

    private readonly IPageSource _pages;
    private readonly IDelay _delay;
    private readonly GuestBuffer _shared;

    private Pcifront(IPageSource pages, IDelay delay, GuestBuffer shared)
    {
        _pages = pages;
        _delay = delay;
        _shared = shared;
    }

    /// <summary>Sets the page up that is shared.</summary>
    /// <param name="pages">Where it comes from.</param>
    /// <param name="delay">How to wait.</param>
    /// <param name="grant">Tells the back end of the page.</param>
    /// <returns>null = no memory.</returns>
    public static Pcifront? TryConnect(IPageSource pages, IDelay delay, Action<GuestBuffer?> grant)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(grant);
        if (pages.TryAlloc(0) is not { } shared) return null;
        shared.Fill(0);
        grant(shared);
        return new Pcifront(pages, delay, shared);
    }

    /// <inheritdoc/>
    public bool TryRead(int offset, int size, out uint value)
    {
        bool isDone = TryDo(new PciOperation(PciOperation.Read, 0, OnlySlot, offset, size, 0), out value);
        if (!isDone) value = uint.MaxValue;
        return isDone;
    }

    /// <inheritdoc/>
    public bool TryWrite(int offset, int size, uint value) => TryDo(new PciOperation(PciOperation.Write, 0, OnlySlot, offset, size, value), out _);

    /// <summary>Gives the page back. The back end has let go of it.</summary>
    public void Dispose() => _pages.Free(_shared);

    private bool TryDo(in PciOperation operation, out uint value)
    {
        value = 0;
        operation.Store(_shared, PciOperation.Active);
        for (int i = 0; i < Patience; i++)
        {
            _delay.Pass();
            PciOperation answer = PciOperation.Load(_shared, out uint flags);
            if ((flags & PciOperation.Active) != 0) continue;
            value = answer.Value;
            return answer.Error == 0;
        }

        return false;
    }
}
