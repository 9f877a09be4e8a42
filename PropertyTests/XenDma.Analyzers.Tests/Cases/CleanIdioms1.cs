// clean: nullable handles, switch expressions, records changed by with, properties that map lazily, static helpers, generics.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using XenDma;

namespace Cases.CleanIdioms1;

public interface IHw
{
    bool Go(ulong address, int length);
    int Mode { get; }
}

public static class DmaHelpers
{
    public static DmaAddr? TryMap(this Device dev, GuestBuffer buffer, DmaDirection direction)
    {
        var bus = dev.MapSingle(buffer, buffer.Length, direction);
        return dev.MappingError(bus) ? null : bus;
    }

    public static void Release(this Device dev, DmaAddr? bus, GuestBuffer buffer, DmaDirection direction)
    {
        if (bus is { } mapped)
            dev.UnmapSingle(mapped, buffer.Length, direction);
    }
}

public sealed record Transfer(GuestBuffer Buffer, DmaAddr Bus, int Length)
{
    public bool Done { get; init; }
}

public sealed class Idioms(Device dev, IHw hw)
{
    private readonly Channel<Transfer> _finished = Channel.CreateUnbounded<Transfer>();

    public bool Nullable(GuestBuffer buffer)
    {
        if (dev.TryMap(buffer, DmaDirection.ToDevice) is not { } bus)
            return false;
        bool ok = hw.Go(bus.Value, buffer.Length);
        dev.Release(bus, buffer, DmaDirection.ToDevice);
        return ok;
    }

    public bool NullablePair(GuestBuffer a, GuestBuffer? b)
    {
        DmaAddr? first = dev.TryMap(a, DmaDirection.ToDevice);
        DmaAddr? second = b is null ? null : dev.TryMap(b, DmaDirection.FromDevice);
        bool ok = first.HasValue && (b is null || second.HasValue) && hw.Go(first.Value.Value, a.Length);
        if (second.HasValue)
            dev.UnmapSingle(second.Value, b!.Length, DmaDirection.FromDevice);
        dev.Release(first, a, DmaDirection.ToDevice);
        return ok;
    }

    public int Switch(GuestBuffer buffer)
    {
        var direction = hw.Mode switch
        {
            0 => DmaDirection.ToDevice,
            1 => DmaDirection.FromDevice,
            2 or 3 => DmaDirection.Bidirectional,
            _ => throw new NotSupportedException(),
        };
        var bus = dev.MapSingle(buffer, buffer.Length, direction);
        int result = dev.MappingError(bus) ? -12 : Run(bus, buffer.Length) switch { true => 0, false => -5 };
        if (result != -12)
            dev.UnmapSingle(bus, buffer.Length, direction);
        return result;
    }

    private bool Run(DmaAddr bus, int length) => hw.Go(bus.Value, length);

    public async Task<bool> ChannelAsync(GuestBuffer buffer, CancellationToken cancellation)
    {
        var bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        var transfer = new Transfer(buffer, bus, buffer.Length);
        if (!hw.Go(transfer.Bus.Value, transfer.Length))
        {
            dev.UnmapSingle(transfer.Bus, transfer.Length, DmaDirection.ToDevice);
            return false;
        }
        await _finished.Writer.WriteAsync(transfer with { Done = true }, cancellation);
        return true;
    }

    public async Task CompleteAsync(CancellationToken cancellation)
    {
        await foreach (var transfer in _finished.Reader.ReadAllAsync(cancellation))
            dev.UnmapSingle(transfer.Bus, transfer.Length, DmaDirection.ToDevice);
    }

    public bool Retried(GuestBuffer buffer)
    {
        DmaAddr bus = default;
        bool mapped = false;
        for (int attempt = 0; attempt < 3 && !mapped; attempt++)
        {
            bus = dev.MapSingle(buffer, 64, DmaDirection.ToDevice);
            mapped = !dev.MappingError(bus);
        }
        if (!mapped)
            return false;
        bool ok = hw.Go(bus.Value, 64);
        dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        return ok;
    }

    public int StatusCode(GuestBuffer buffer)
    {
        int status = MapStatus(buffer, out var bus);
        if (status != 0)
            return status;
        status = hw.Go(bus.Value, buffer.Length) ? 0 : -5;
        dev.UnmapSingle(bus, buffer.Length, DmaDirection.ToDevice);
        return status;
    }

    private int MapStatus(GuestBuffer buffer, out DmaAddr bus)
    {
        bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
        return dev.MappingError(bus) ? -12 : 0;
    }
}
