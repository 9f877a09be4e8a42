using System;
using System.Runtime.InteropServices;

namespace XenDma.Machines;

/// <summary>The guest's memory: one run of bytes from guest address 0 on. Contents belong to the guest frame; the CPU and the devices
/// see the same bytes unless the machine has devices that do not snoop the CPU's caches.</summary>
/// <remarks>Untouched pages cost nothing. The bytes are outside the managed heap, so spans and pointers stay where they are.</remarks>
public sealed unsafe class GuestMemory : IDisposable
{
    private readonly CpuCache? _cache;
    private readonly IMemoryBlock? _outside;
    private readonly MemoryReserve? _reserve;
    private readonly PageStore _store;
    private readonly byte[] _states;
    private byte* _cpu;

    // Somebody has the address of it all: what a page is to hold it must hold at once.
    private bool _isOpen;

    internal GuestMemory(
        ulong frameCount, bool hasNonCoherentDevices, int cacheLineSize = 64, Func<ulong, IMemoryBlock>? allocate = null, MemoryReserve? reserve = null)
    {
        Size = frameCount << XenPage.Shift;
        _outside = allocate?.Invoke(Size);
        _reserve = _outside is null ? reserve : null;
        int views = (_outside is null ? 1 : 0) + (hasNonCoherentDevices ? 2 : 0);
        _store = _reserve?.Take(frameCount, views) ?? new PageStore(frameCount, views);
        _states = _store.States;
        _cpu = _outside is null ? _store.View(0) : _outside.Start;
        _cache = hasNonCoherentDevices ? new CpuCache(_cpu, _store.View(views - 2), _store.View(views - 1), Size, (ulong)cacheLineSize) : null;
    }

    /// <summary>Frees the memory of a machine that nobody disposed.</summary>
    ~GuestMemory() => Release();

    /// <summary>The size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Whether the memory was freed.</summary>
    internal bool IsFreed => _cpu is null;

    /// <summary>The first byte of the CPU's view, page-aligned; valid until <see cref="Dispose"/>.</summary>
    public byte* Origin
    {
        get
        {
            ObjectDisposedException.ThrowIf(_cpu is null, this);
            for (ulong pfn = 0; !_isOpen && pfn < Size >> XenPage.Shift; pfn++)
            {
                if (_states[pfn] != PageStore.Touched) Make(pfn);
            }

            _isOpen = true;
            return _cpu;
        }
    }

    /// <summary>Who sees what the CPU does through <see cref="GuestBuffer"/>; null = nobody.</summary>
    public ICpuObserver? Observer { get; set; }

    /// <summary>The CPU's view of <paramref name="length"/> bytes from <paramref name="address"/> on.</summary>
    /// <exception cref="MachineFaultException">The range leaves the guest's memory.</exception>
    public Span<byte> Cpu(PhysAddr address, int length) => new(At(address.Value, (ulong)length), length);

    /// <summary>A buffer over <paramref name="length"/> bytes from <paramref name="address"/> on.</summary>
    /// <exception cref="MachineFaultException">The range leaves the guest's memory.</exception>
    public GuestBuffer Buffer(PhysAddr address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Check(address.Value, (ulong)length);
        return new GuestBuffer(this, address, length);
    }

    /// <summary>The CPU copies bytes from one guest address to another (memcpy: the ranges do not overlap).</summary>
    /// <exception cref="MachineFaultException">A range leaves the guest's memory.</exception>
    public void Copy(PhysAddr source, PhysAddr destination, ulong size)
    {
        System.Buffer.MemoryCopy(At(source.Value, size), At(destination.Value, size), size, size);
        _cache?.Stored(destination.Value, size);
    }

    /// <summary>The CPU zeroes <paramref name="size"/> bytes. Memory that nobody has touched yet is zero as it is.</summary>
    /// <exception cref="MachineFaultException">The range leaves the guest's memory.</exception>
    public void Clear(PhysAddr address, ulong size)
    {
        Check(address.Value, size);
        for (ulong at = address.Value, end = at + size; at < end;)
        {
            ulong pfn = at >> XenPage.Shift, length = Math.Min(end, (pfn + 1) << XenPage.Shift) - at;
            if (_states[pfn] == PageStore.Junk && length == XenPage.Size) _states[pfn] = PageStore.Touched;
            if (_states[pfn] is not (PageStore.Untouched or PageStore.Stale)) NativeMemory.Clear(At(at, length), (nuint)length);
            at += length;
        }

        _cache?.Stored(address.Value, size);
    }

    /// <summary>The CPU has stored bytes through a span or a pointer: their cache lines are dirty, even where the bytes are those that were there.
    /// Without this call only lines whose bytes changed are. Nothing where all devices snoop.</summary>
    /// <exception cref="MachineFaultException">The range leaves the guest's memory.</exception>
    public void NoteStore(PhysAddr address, ulong size)
    {
        Check(address.Value, size);
        _cache?.Stored(address.Value, size);
    }

    /// <summary>A page's machine frame was exchanged for one that held junk.</summary>
    internal void Scramble(ulong pfn, byte key)
    {
        if (_cache is null && !_isOpen) _store.SetJunk(pfn, key);
        else PageJunk.Fill(Cpu(new Pfn(pfn).Address, (int)XenPage.Size), key);
    }

    /// <summary>A device reads bytes at a guest address that its bus address translates to.</summary>
    /// <param name="address">The guest address behind the bus address.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="coherent">Whether the device snoops the CPU's caches.</param>
    /// <remarks>The bytes lie in one page, as those of a bus address do.</remarks>
    public void DeviceRead(PhysAddr address, Span<byte> destination, bool coherent)
    {
        byte* view = At(address.Value, (ulong)destination.Length);
        if (!coherent && _cache is { } cache && !cache.IsUncached(address.Value)) view = cache.Ram + address.Value;
        new ReadOnlySpan<byte>(view, destination.Length).CopyTo(destination);
    }

    /// <summary>A device writes bytes at a guest address that its bus address translates to.</summary>
    /// <param name="address">The guest address behind the bus address.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="coherent">Whether the device snoops the CPU's caches.</param>
    public void DeviceWrite(PhysAddr address, ReadOnlySpan<byte> source, bool coherent)
    {
        byte* view = At(address.Value, (ulong)source.Length);
        coherent |= _cache?.IsUncached(address.Value) == true;
        if (coherent || _cache is null) source.CopyTo(new Span<byte>(view, source.Length));
        _cache?.DeviceWrote(address.Value, source, coherent);
    }

    /// <summary>Writes the CPU's dirty cache lines of the range back to memory (clean). Nothing where all devices snoop.</summary>
    public void CleanCache(PhysAddr address, ulong size)
    {
        At(address.Value, size);
        _cache?.Clean(address.Value, size);
    }

    /// <summary>Drops the CPU's cache lines of the range, so that it reads memory anew (invalidate); a line that the range covers only in
    /// part is written back first. Nothing where all devices snoop.</summary>
    public void InvalidateCache(PhysAddr address, ulong size)
    {
        At(address.Value, size);
        _cache?.Invalidate(address.Value, size);
    }

    /// <summary>Has the CPU reach whole pages past its caches, or through them again: what coherent memory is for a device that does not snoop.
    /// Nothing where all devices snoop.</summary>
    /// <param name="address">The first byte; pages that the range touches count as a whole.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="uncached">Past the caches.</param>
    public void SetUncached(PhysAddr address, ulong size, bool uncached)
    {
        At(address.Value, size);
        _cache?.SetUncached(address.Value, size, uncached);
    }

    /// <summary>Frees the memory. Buffers and spans over it must not be used any more.</summary>
    public void Dispose()
    {
        if (IsFreed) return;
        if (_reserve is null) _store.Dispose();
        else _reserve.Return(_store);
        Release();
        GC.SuppressFinalize(this);
    }

    private byte* At(ulong address, ulong size)
    {
        Check(address, size);
        for (ulong pfn = address >> XenPage.Shift; pfn << XenPage.Shift < address + size; pfn++)
        {
            if (_states[pfn] != PageStore.Touched) Make(pfn);
        }

        return _cpu + address;
    }

    /// <summary>Has a page hold what it is to hold.</summary>
    private void Make(ulong pfn)
    {
        byte state = _states[pfn];
        _store.Touch(pfn, PageStore.Touched);
        if (state == PageStore.Stale) _store.Zero(pfn);
        else if (state == PageStore.Junk) PageJunk.Fill(new Span<byte>(_cpu + (pfn << XenPage.Shift), (int)XenPage.Size), _store.JunkKey(pfn));
    }

    private void Check(ulong address, ulong size)
    {
        ObjectDisposedException.ThrowIf(_cpu is null, this);
        if (address > Size || size > Size - address) Fault(address, size);
    }

    private void Fault(ulong address, ulong size) =>
        throw new MachineFaultException($"access to {size} bytes at guest address 0x{address:x}: the guest's memory ends at 0x{Size:x}");

    private void Release()
    {
        _outside?.Dispose();
        _cpu = null;
    }
}
