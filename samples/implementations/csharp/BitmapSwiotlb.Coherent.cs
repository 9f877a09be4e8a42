using System.Numerics;
using XenDma.Machines;

namespace XenDma.Samples;

public sealed partial class BitmapSwiotlb
{
    private const ulong DefaultCoherentMask = uint.MaxValue;

    /// <inheritdoc/>
    /// <remarks>Whole pages are zeroed, since mmap shows whole pages. Memory that lies badly is exchanged for frames below the largest power
    /// of two that the mask reaches in full, so no mask of odd form is ever overstepped. At most 2 GiB - 1 are given.</remarks>
    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        handle = DmaAddr.MappingError;
        if (size is 0 or > int.MaxValue) return null;
        ulong mask = CoherentMask(device), bytes = WholePages(size);
        int order = BitOperations.Log2(BitOperations.RoundUpToPowerOf2(bytes)) - XenPage.Shift;
        lock (_machineLock)
        {
            var first = new Pfn(_machine.Pages.Allocate(order));
            if (first.Value == XenPage.NoFrame) return null;
            BusRange range = BusRange.Behind(_machine, first.Address, size);
            handle = range.Start;
            bool exchanges = !range.IsWithin(mask);
            if (exchanges && _machine.Hypervisor.CreateContiguousRegion(first, order, BitsWithin(mask), out handle) != 0)
            {
                _machine.Pages.Free(first.Value, order);
                handle = DmaAddr.MappingError;
                return null;
            }

            _coherent.Add(first.Value, new CoherentBlock(order, exchanges));
            _machine.Memory.Clear(first.Address, bytes);
            return _machine.Memory.Buffer(first.Address, (int)size);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The block is known by its memory; size and handle decide nothing. Frames that were exchanged for it go back, and no others.</remarks>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
        Pfn first = buffer.Address.Pfn;
        lock (_machineLock)
        {
            if (!_coherent.Remove(first.Value, out CoherentBlock block))
            {
                _machine.Log.Write(KernelLogLevel.Warning, $"{device}: free of {buffer.Address}, where no coherent memory begins: ignored");
                return;
            }

            if (block.IsExchanged) _machine.Hypervisor.DestroyContiguousRegion(first, block.Order);
            _machine.Pages.Free(first.Value, block.Order);
        }
    }

    private static ulong CoherentMask(Device? device) => device is { CoherentDmaMask: var mask and not 0 } ? mask : DefaultCoherentMask;

    /// <summary>The largest b for which 2^b - 1 is within the mask.</summary>
    private static int BitsWithin(ulong mask) => mask == ulong.MaxValue ? 64 : BitOperations.Log2(mask + 1);

    private ulong WholePages(ulong size) => (size + _machine.PageSize - 1) & ~(_machine.PageSize - 1);

    /// <summary>A block of coherent memory that is in use.</summary>
    /// <param name="Order">log2 of its frames of 4 KiB.</param>
    /// <param name="IsExchanged">Whether the hypervisor put other frames behind it.</param>
    private readonly record struct CoherentBlock(int Order, bool IsExchanged);
}
