using System;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class ScenarioGenerator
{
    private void ProposeCoherent()
    {
        int choice = _random.Below(100);
        if (choice < 40 || _legality.Allocated.Count == 0) ProposeAlloc();
        else if (choice < 66) ProposeUse();
        else if (choice < 78) ProposeUser();
        else ProposeFree();
    }

    private void ProposeAlloc()
    {
        int? device = _random.Percent(6) ? null : AnyDevice(); // Without a device: memory below 2^32, or none.
        int index = _steps.Count;
        ulong size = AnySize();
        if (!Emit(new AllocStep(device, size, DmaAttrs.None))) return;
        if (_random.Percent(50)) Emit(new CpuSumStep(Operand.Of(index), size));
        if (device is not null && _random.Percent(30)) Emit(new DeviceSumStep(device, Operand.Of(index), size));
        if (_random.Percent(20)) Emit(new P2mStep(Operand.Of(index), XenPage.FramesFor(size)));
    }

    private ulong AnySize() => _random.Below(16) switch
    {
        < 3 => _random.Between(1, 64),
        < 7 => _random.Between(1, 4096),
        < 9 => _random.Between(1, 8) * XenPage.Size,
        < 12 => _random.Between(4097, 32768),
        < 14 => (XenPage.Size << _random.Below(5)) + _random.Between(0, 2) - 1,
        14 => _random.Between(32769, 128 * 1024),
        _ => _random.Between(1, 320 * 1024),
    };

    /// <summary>The CPU and the device write and read the same memory in turns.</summary>
    private void ProposeUse()
    {
        (int step, AllocStep alloc) = AnyAllocated();
        ulong offset = _random.Percent(40) ? 0 : _random.Between(0, alloc.Size - 1);
        ulong size = Math.Min(_random.Percent(40) ? alloc.Size - offset : _random.Between(1, alloc.Size - offset), 64 * 1024);
        Operand part = Operand.Of(step, offset);
        bool deviceWrites = alloc.Device is not null && _random.Percent(50);
        Emit(deviceWrites ? new DeviceFillStep(alloc.Device, part, size, AnySeed()) : new CpuFillStep(part, size, AnySeed()));
        if (deviceWrites || _random.Percent(30)) Emit(new CpuSumStep(part, size));
        if (alloc.Device is not null && (!deviceWrites || _random.Percent(30))) Emit(new DeviceSumStep(alloc.Device, part, size));
    }

    private void ProposeUser()
    {
        (int step, AllocStep alloc) = AnyAllocated();
        Operand whole = Operand.Of(step);
        Emit(_random.Percent(50)
            ? new MmapStep(alloc.Device, whole, whole, alloc.Size)
            : new GetSgTableStep(alloc.Device, whole, whole, alloc.Size));
    }

    private void ProposeFree()
    {
        (int step, AllocStep alloc) = AnyAllocated();
        bool again = _random.Percent(40); // The same frames, most likely: what lay in them must not show.
        if (again) Emit(new CpuFillStep(Operand.Of(step), alloc.Size, AnySeed()));
        if (!Emit(new FreeStep(alloc.Device, alloc.Size, Operand.Of(step), Operand.Of(step), alloc.Attrs)) || !again) return;
        int index = _steps.Count;
        if (Emit(alloc)) Emit(new CpuSumStep(Operand.Of(index), alloc.Size));
    }

    private (int Step, AllocStep Alloc) AnyAllocated()
    {
        (int step, AllocStep alloc) = _legality.Allocated.ElementAt(_random.Below(_legality.Allocated.Count));
        return (step, alloc);
    }
}
