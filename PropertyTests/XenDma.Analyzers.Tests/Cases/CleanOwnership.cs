// clean: ownership that looks suspicious.
using System;
using System.Buffers.Binary;
using System.Threading.Tasks;
using XenDma;

namespace Cases.Sat;

public sealed class SatLink
{
    public interface ILink
    {
        [DmaContract(DmaRole.Submit)] void Send(DmaAddr address, int length);
        [DmaContract(DmaRole.DeviceAccess)] void Load(DmaAddr address, int length);
        void Wait();
        int Got { get; }
    }

    private const int Size = 2048;
    private readonly Device _dev;
    private readonly ILink _link;
    private readonly GuestBuffer _scratch;
    private DmaAddr _scratchBus;
    private bool _up;

    public SatLink(Device dev, ILink link, GuestBuffer scratch) { _dev = dev; _link = link; _scratch = scratch; }

    public byte WriteBeforeMap(GuestBuffer b)
    {
        b.Fill(0xaa);
        b[0] = 1;
        using (var m = _dev.Map(b, DmaDirection.ToDevice))
        {
            _link.Load(m.Address, m.Length);
            _link.Wait();
            if (b[0] != 1)
                throw new InvalidOperationException();
        }
        b[0] = 2;
        return b[1];
    }

    public int Partial(GuestBuffer b, byte[] into)
    {
        var a = _dev.MapSingle(b, Size, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return -1;
        _link.Send(a, Size);
        _link.Wait();
        _dev.SyncSingleForCpu(a, 128, DmaDirection.FromDevice);
        int kind = b[0] << 8 | b[127];
        _dev.SyncSingleForDevice(a, 128, DmaDirection.FromDevice);
        _dev.UnmapSingle(a, Size, DmaDirection.FromDevice);
        b.Read(0, into);
        return kind;
    }

    public void PatchOther(GuestBuffer b)
    {
        var front = b.Slice(0, 1024);
        var back = b.Slice(1024, 1024);
        var a = _dev.MapSingle(front, 1024, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return;
        _link.Send(a, 1024);
        back.Fill(0);
        byte other = back[5];
        _link.Wait();
        _dev.UnmapSingle(a, 1024, DmaDirection.FromDevice);
        front[0] = other;
    }

    public void PatchAndSync(GuestBuffer b, int seq)
    {
        var a = _dev.MapSingle(b, 256, DmaDirection.ToDevice);
        if (_dev.MappingError(a))
            return;
        BinaryPrimitives.WriteInt32LittleEndian(b.Span.Slice(8, 4), seq);
        b[0] = 0x45;
        _dev.SyncSingleForDevice(a, 256, DmaDirection.ToDevice);
        _link.Send(a, 256);
        _link.Wait();
        _dev.UnmapSingle(a, 256, DmaDirection.ToDevice);
    }

    public bool Skip(GuestBuffer b, Span<byte> into)
    {
        var a = _dev.MapSingle(b, Size, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (_dev.MappingError(a))
            return false;
        _dev.SyncSingleForDevice(a, Size, DmaDirection.FromDevice);
        _link.Send(a, Size);
        _link.Wait();
        _dev.SyncSingleForCpu(a, Size, DmaDirection.FromDevice);
        b.Read(0, into);
        _dev.UnmapSingle(a, Size, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        return into[0] == b[0];
    }

    public bool SkipOnReuse(GuestBuffer b)
    {
        var a = _dev.MapSingle(b, Size, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return false;
        _link.Send(a, Size);
        _link.Wait();
        bool any = _link.Got > 0;
        _dev.UnmapSingle(a, Size, DmaDirection.FromDevice, any ? DmaAttrs.None : DmaAttrs.SkipCpuSync);
        return any && b[0] != 0;
    }

    public bool TwoReaders(GuestBuffer b)
    {
        using var first = _dev.Map(b, DmaDirection.ToDevice);
        using var second = _dev.Map(b, DmaDirection.ToDevice);
        _link.Send(first.Address, 64);
        _link.Send(second.Address, 64);
        _link.Wait();
        return true;
    }

    public bool Halves(GuestBuffer b)
    {
        var low = _dev.MapSingle(b.Slice(0, 4096), 4096, DmaDirection.FromDevice);
        if (_dev.MappingError(low))
            return false;
        var high = _dev.MapSingle(b.Slice(4096, 4096), 4096, DmaDirection.FromDevice);
        if (_dev.MappingError(high))
        {
            _dev.UnmapSingle(low, 4096, DmaDirection.FromDevice);
            return false;
        }
        _link.Send(low, 4096);
        _link.Send(high, 4096);
        _link.Wait();
        _dev.UnmapSingle(high, 4096, DmaDirection.FromDevice);
        _dev.UnmapSingle(low, 4096, DmaDirection.FromDevice);
        return b[0] == b[4096];
    }

    public bool Up()
    {
        if (_up)
            return true;
        var bus = _dev.MapSingle(_scratch, Size, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return false;
        (_scratchBus, _up) = (bus, true);
        _link.Send(_scratchBus, Size);
        return true;
    }

    public void Drain(Action<byte> sink)
    {
        while (_up && _link.Got > 0)
        {
            _dev.SyncSingleForCpu(_scratchBus, Size, DmaDirection.FromDevice);
            int count = Math.Min(_link.Got, Size);
            for (int i = 0; i < count; i++)
                sink(_scratch[i]);
            _dev.SyncSingleForDevice(_scratchBus, Size, DmaDirection.FromDevice);
            _link.Send(_scratchBus, Size);
        }
    }

    public void Down()
    {
        if (!_up)
            return;
        _up = false;
        _dev.UnmapSingle(_scratchBus, Size, DmaDirection.FromDevice);
        _scratch.Fill(0);
    }

    public async Task<int> FetchAsync(GuestBuffer b, Func<ulong, Task> run)
    {
        using (var m = _dev.Map(b, DmaDirection.FromDevice))
        {
            await run(m.Address.Value);
        }
        int total = 0;
        foreach (byte x in b.Span)
            total += x;
        return total;
    }

    public bool Borrow(GuestBuffer b)
    {
        var a = _dev.MapSingle(b, 64, DmaDirection.Bidirectional);
        if (_dev.MappingError(a))
        {
            b[0] = 0;
            return b[1] == 0;
        }
        _link.Load(a, 64);
        _link.Wait();
        _dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);
        b[0]++;
        _dev.SyncSingleForDevice(a, 64, DmaDirection.Bidirectional);
        _link.Load(a, 64);
        _link.Wait();
        _dev.UnmapSingle(a, 64, DmaDirection.Bidirectional);
        return b[0] == 0;
    }
}
