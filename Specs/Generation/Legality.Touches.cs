using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class Legality
{
    private bool CpuFill(CpuFillStep fill)
    {
        if (fill.Phys.Step is not null || fill.Size == 0 || !_bytes.Exist(fill.Phys.Value, fill.Size)) return false;
        if (!_bytes.All(fill.Phys.Value, fill.Size, static state => (state & ByteState.DeviceOwned) == 0)) return false;
        _bytes.Change(fill.Phys.Value, fill.Size, static state =>
            (state & ~ByteState.Undefined) | ((state & ByteState.Mapped) != 0 ? ByteState.CpuWrote : ByteState.None));
        return true;
    }

    private bool CpuSum(CpuSumStep sum) =>
        sum.Phys.Step is null && sum.Size > 0 && _bytes.Exist(sum.Phys.Value, sum.Size)
        && _bytes.All(sum.Phys.Value, sum.Size, static state => (state & (ByteState.DeviceOwned | ByteState.Undefined)) == 0);

    private bool DeviceFill(DeviceFillStep fill)
    {
        if (!TryFind(fill, fill.Dma, fill.Size, out MapPageStep map, out ulong start) || !Receives(map.Direction)) return false;
        if (!_bytes.All(start, fill.Size, static state => (state & ByteState.DeviceOwned) != 0)) return false;
        _bytes.Change(start, fill.Size, static state => state & ~ByteState.DeviceUndefined);
        return true;
    }

    private bool DeviceSum(DeviceSumStep sum) =>
        TryFind(sum, sum.Dma, sum.Size, out MapPageStep map, out ulong start) && DeviceMayRead(map, start - Start(map), sum.Size);
}
