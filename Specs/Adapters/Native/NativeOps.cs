using System;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters.Native;

/// <summary>An instance of a native library's ops over a machine. What an op answers is checked before it is believed.</summary>
internal unsafe partial class NativeOps : IDmaOps, IDisposable, IAbandonable
{
    private readonly Machine _machine;
    private readonly NativePlatform _platform;
    private readonly NativeDevices _devices = new();
    private readonly NativeScratch _scratch = new();
    private XdOps _ops;
    private void* _self;

    internal NativeOps(in XdOps ops, Machine machine, ScenarioMachine scenario)
    {
        _ops = ops;
        _machine = machine;
        _platform = new NativePlatform(machine, scenario.Platform);
        try
        {
            Create(scenario);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>The library's functions.</summary>
    protected ref readonly XdOps Ops => ref _ops;

    /// <summary>The library's instance.</summary>
    protected void* Self => _self;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_self is null) return;
        void* self = _self;
        _self = null;
        _ops.Destroy(self);
        Release();
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        _self = null;
        Release();
    }

    /// <summary>Throws what the op that has just returned ran into.</summary>
    protected void ThrowPending() => _platform.ThrowPending();

    private static NotOfferedException NotOffered(string op) => new($"the library has no {op}");

    private void Create(ScenarioMachine scenario)
    {
        XdPool pool = new()
        {
            Slabs = scenario.Pool.Slabs,
            Flags = (scenario.Pool.Force ? NativeAbi.PoolForce : 0) | (scenario.Pool.Early ? NativeAbi.PoolEarly : 0),
        };
        int rc = 0;
        void* self = _ops.Create(_platform.Block, &pool, &rc);
        _platform.ThrowPending();
        if (self is null && rc < 0) throw new PoolInitException(rc);
        if (self is null) throw new NonsenseException($"create returned NULL with rc {rc}: a negative errno expected");
        _self = self;
    }

    private void Release()
    {
        _platform.Dispose();
        _devices.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Memory that an op says to be there.</summary>
    private GuestBuffer BufferAt(string op, ulong phys, ulong size)
    {
        if (phys > _machine.Memory.Size || size > _machine.Memory.Size - phys || size > int.MaxValue)
            throw new NonsenseException($"{op} answered {size} bytes at guest address 0x{phys:x}: the guest's memory ends at 0x{_machine.Memory.Size:x}");
        return _machine.Memory.Buffer(new PhysAddr(phys), (int)size);
    }
}
