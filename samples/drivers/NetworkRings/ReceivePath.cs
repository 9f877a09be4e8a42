using System;
using System.Collections.Generic;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.NetworkRings;

/// <summary>The receive path. Pages stay mapped and are used half by half: while the stack has one half, the card fills the other one.</summary>
/// <param name="device">The card's device.</param>
/// <param name="pages">Where pages come from.</param>
/// <param name="registers">The card.</param>
/// <param name="ring">The descriptors.</param>
public sealed class ReceivePath(Device device, IPageSource pages, INicRegisters registers, DescriptorRing ring)
{
    private const int CopyBelow = 256;

    private readonly List<ReceiveSlot> _slots = [];
    private ReceivedFrame? _frame;
    private int _next;
    private bool _isSkipping;

    /// <summary>Frames that the card reported and the driver did not take.</summary>
    public int Dropped { get; private set; }

    /// <summary>Pieces that were copied because no other page was to be had.</summary>
    public int Starved { get; private set; }

    /// <summary>Puts a page behind each descriptor.</summary>
    /// <returns>false = no memory or no mapping; what there is, <see cref="Clear"/> takes back.</returns>
    public bool TryFill()
    {
        while (_slots.Count < ring.Count)
        {
            if (ReceivePage.TryMap(device, pages) is not { } page) return false;
            _slots.Add(new ReceiveSlot(page, 0));
        }

        return true;
    }

    /// <summary>Gives all buffers to a card that was set up anew. What was received in part is gone.</summary>
    public void Start()
    {
        _frame?.Dispose();
        _frame = null;
        _isSkipping = false;
        _next = 0;
        registers.Write(NicRegister.ReceiveBase, ring.Bus.Value);
        registers.Write(NicRegister.ReceiveLength, (ulong)ring.Count);
        for (int i = 0; i < ring.Count; i++) Post(i);
    }

    /// <summary>Takes what has come in, at most one descriptor's round.</summary>
    public void Poll(ICollection<ReceivedFrame> received)
    {
        for (int i = 0; i < ring.Count && ring.IsDone(_next, out uint length, out bool isLast); i++)
        {
            if (!_isSkipping) TakePiece(length);
            if (isLast) EndFrame(received);
            Post(_next);
            _next = ring.After(_next);
        }
    }

    /// <summary>Takes the pages back from a card that is stopped. Those that the stack uses go when it is done with them.</summary>
    public void Clear()
    {
        _frame?.Dispose();
        _frame = null;
        foreach (ReceiveSlot slot in _slots) slot.Page.Unmap();
        _slots.Clear();
    }

    private void TakePiece(uint length)
    {
        if (length == 0 || length > ReceivePage.Half)
        {
            _isSkipping = true;
            return;
        }

        // No more than was filled: of a bounced page that is what is copied.
        ReceiveSlot slot = _slots[_next];
        device.SyncSingleForCpu(slot.Address, (int)length, DmaDirection.FromDevice);
        GuestBuffer bytes = slot.Page.Memory.Slice(slot.Offset, (int)length);
        _frame ??= new ReceivedFrame();
        if (length >= CopyBelow && TryReplace(slot, out ReceiveSlot next))
        {
            _frame.AddPart(slot.Page, bytes);
            if (next.Page != slot.Page) slot.Page.Unmap();
            _slots[_next] = next;
        }
        else
        {
            var copy = new byte[length];
            bytes.Read(0, copy);
            _frame.AddCopy(copy);
        }

        // The half that the card gets: this one again, the page's other one that the stack gave back, or that of a page just mapped.
        device.SyncSingleForDevice(_slots[_next].Address, ReceivePage.Half, DmaDirection.FromDevice);
    }

    /// <summary>Finds a half for the card in place of one that the stack is to have.</summary>
    private bool TryReplace(ReceiveSlot slot, out ReceiveSlot next)
    {
        next = slot.Flipped;
        if (slot.Page.Users == 1) return true;
        if (ReceivePage.TryMap(device, pages) is { } page)
        {
            next = new ReceiveSlot(page, 0);
            return true;
        }

        Starved++;
        return false;
    }

    private void EndFrame(ICollection<ReceivedFrame> received)
    {
        if (_isSkipping || _frame is null)
        {
            _frame?.Dispose();
            Dropped++;
        }
        else
        {
            received.Add(_frame);
        }

        _frame = null;
        _isSkipping = false;
    }

    private void Post(int index)
    {
        ring.Post(index, _slots[index].Address, ReceivePage.Half, 0);

        // One behind: a full ring would look like an empty one.
        registers.Write(NicRegister.ReceiveTail, (ulong)index);
    }
}
