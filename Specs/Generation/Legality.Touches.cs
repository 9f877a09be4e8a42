using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class Legality
{
    /// <summary>Whether a device may read the bytes of a live mapping, and knows what it reads.</summary>
    internal bool DeviceMayRead(Extent part) =>
        _bytes.All(part.Start, part.Size, static state => (state & (ByteState.DeviceOwned | ByteState.DeviceUndefined)) == ByteState.DeviceOwned);

    private bool CpuFill(CpuFillStep fill)
    {
        if (IsCoherent(fill.Phys, fill.Size)) return true;
        if (fill.Phys.Step is not null || fill.Size == 0 || !_bytes.Exist(fill.Phys.Value, fill.Size)) return false;
        if (!_bytes.All(fill.Phys.Value, fill.Size, static state => (state & ByteState.DeviceOwned) == 0)) return false;
        _bytes.Change(fill.Phys.Value, fill.Size, static state =>
            (state & ~ByteState.Undefined) | ((state & ByteState.Mapped) != 0 ? ByteState.CpuWrote : ByteState.None));
        return true;
    }

    private bool CpuSum(CpuSumStep sum) =>
        IsCoherent(sum.Phys, sum.Size)
        || (sum.Phys.Step is null && sum.Size > 0 && _bytes.Exist(sum.Phys.Value, sum.Size)
            && _bytes.All(sum.Phys.Value, sum.Size, static state => (state & (ByteState.DeviceOwned | ByteState.Undefined)) == 0));

    private bool DeviceFill(DeviceFillStep fill)
    {
        if (IsCoherent(fill, fill.Dma, fill.Size)) return true;
        if (!TryFind(fill, fill.Dma, fill.Size, out LegalMapping map, out Extent part) || !map.Receives) return false;
        if (!_bytes.All(part.Start, part.Size, static state => (state & ByteState.DeviceOwned) != 0)) return false;
        _bytes.Change(part.Start, part.Size, static state => state & ~ByteState.DeviceUndefined);
        return true;
    }

    private bool DeviceSum(DeviceSumStep sum) =>
        IsCoherent(sum, sum.Dma, sum.Size) || (TryFind(sum, sum.Dma, sum.Size, out _, out Extent part) && DeviceMayRead(part));

    /// <summary>The live mapping that a bus address operand lies in, and the bytes that it names there.</summary>
    private bool TryFind(DeviceStep step, Operand dma, ulong size, out LegalMapping map, out Extent part)
    {
        map = null!;
        part = default;
        if (dma.Step is not { } made || !_live.TryGetValue(made, out LegalMapping? found) || found.Part(dma, size) is not { } named) return false;
        map = found;
        part = named;
        return step.Device == map.Device;
    }
}
