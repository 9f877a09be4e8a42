using System;
using XenDma.Bouncing;

namespace XenDma.Specs.Generation;

public sealed partial class ScenarioGenerator
{
    /// <summary>A range that ends at, crosses, or starts just behind a frame or another edge, to the byte or one beside it; or any other.</summary>
    /// <param name="device">The device that it is for, if it is known.</param>
    private (ulong Start, ulong Size) AnyRange(int? device = null)
    {
        ulong memoryEnd = XenPage.ToAddress(_bufferEnd), edge = Math.Min(AnyEdge(), memoryEnd), beside = BesideByte(edge), small = _random.Between(1, 64), size = AnyLength();
        ulong start = _random.Below(18) switch
        {
            < 2 => edge - Math.Min(edge, size),
            < 4 => beside - Math.Min(beside, size),
            < 6 => edge - Math.Min(edge, small),
            < 8 => edge - Math.Min(edge, XenPage.Size),
            < 11 => edge - Math.Min(edge, XenPage.Size - small),
            < 12 => beside,
            < 15 => edge - Math.Min(edge, size / 2 % XenPage.Size),
            < 17 => 0, // An address like any other.
            _ => _random.Between(0, edge - 1),
        };
        start = Math.Min(start, memoryEnd - 1);
        if (device is { } known && _random.Percent(20)) size = EndingAtSlot(known, start, size);
        Extent range = _legality.ToLines(new Extent(_bufferStart + start, Math.Min(size, memoryEnd - start)));
        return (range.Start, range.Size);
    }

    private ulong AnyEdge()
    {
        if (_edges.Places.Length > 0 && _random.Percent(40)) return _edges.Places[_random.Below(_edges.Places.Length)];
        bool last = _random.Percent(10); // Where other domains' frames are, if there are any.
        return XenPage.ToAddress(_random.Between(last ? Math.Max(1, _bufferEnd - Math.Min(_bufferEnd, 8)) : 1, _bufferEnd));
    }

    private ulong AnyLength()
    {
        if (_crowded && _random.Percent(60)) return _random.Between(2, 16) * XenPage.Size;
        return _random.Below(24) switch
        {
            < 5 => _random.Between(1, 2048),
            < 10 => _random.Between(1, 4096),
            < 13 => BesideByte(_random.Between(1, 8) * IoTlb.SlotSize),
            < 16 => XenPage.Size,
            < 19 => _random.Between(4097, 16384),
            < 21 => BesideByte(_edges.Sizes[_random.Below(_edges.Sizes.Length)]),
            < 23 => _random.Between(2, 16) * XenPage.Size,
            _ => _random.Percent(60) ? _random.Between(1, 256 * 1024) : _random.Between(256 * 1024, 272 * 1024),
        };
    }

    /// <summary>The size with which a bounced mapping ends with its last slot, a byte before that or a byte behind.</summary>
    private ulong EndingAtSlot(int device, ulong start, ulong size)
    {
        ulong offset = (_bufferStart + start) & _machine.Devices[device].MinAlignMask & IoTlb.SlotOffsetMask;
        ulong end = BesideByte(IoTlb.SlotsFor(offset + size) << IoTlb.SlotShift);
        return end > offset ? end - offset : size;
    }

    /// <summary>A number above 0, or as often one less or one more; never 0.</summary>
    private ulong BesideByte(ulong number) => Math.Max(1, number - 1 + _random.Between(0, 2));
}
