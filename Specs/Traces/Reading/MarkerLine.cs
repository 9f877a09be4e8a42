using System;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Reads the markers that the test module prints: <c>xdt map id=1 dev=... cpu=hash bus=hash</c>.</summary>
internal static class MarkerLine
{
    internal static void Read(TraceEvent read, ReadOnlySpan<byte> text, NameTable names)
    {
        var fields = new FtraceFields(text);
        int blank = text.IndexOf((byte)' ');
        var marker = new Marker
        {
            What = names.Of(blank < 0 ? text : text[..blank]),
            Mapping = unchecked((long?)fields.Number("id"u8)) ?? -1,
            Index = (int)Math.Min(fields.Number("i"u8) ?? 0, int.MaxValue),
            Pfn = fields.Number("pfn"u8),
            Offset = fields.Number("offset"u8) ?? 0,
            Order = (int)Math.Min(fields.Number("order"u8) ?? 0, 63),
            Seed = fields.Number("seed"u8),
            CpuHash = fields.Hex("cpu"u8),
            BusHash = fields.Hex("bus"u8),
            IsZero = fields.Number("zero"u8) is { } zero ? zero != 0 : null,
            Ok = fields.Number("ok"u8) is { } ok ? ok != 0 : null,
            MinAlignMask = fields.Number("min_align"u8),
            BoundaryMask = fields.Number("seg"u8),
        };
        read.Marker = marker;
        read.Device = ProbeArguments.DeviceOf(fields, names);
        read.Mask = fields.Number("mask"u8);
        read.CoherentMask = fields.Number("cmask"u8);
        read.Size = fields.Number("size"u8) ?? 0;
        read.Dma = fields.Number("dma"u8);
        read.Phys = fields.Number("phys"u8);
        read.Attrs = fields.Number("attrs"u8) ?? 0;
        read.Entries = (int)Math.Min(fields.Number("nents"u8) ?? 0, int.MaxValue);
        read.Order = marker.Order;
        read.Result = unchecked((long?)fields.Number("ret"u8));
        read.Direction = fields.Number("dir"u8) is { } way and <= 3 ? (DmaDirection)way : DmaDirection.None;
        read.Failed = marker.Ok == false;
        if (read.Phys is null && marker.Pfn is { } pfn) read.Phys = unchecked(XenPage.ToAddress(pfn) + marker.Offset);
    }
}
