using System;

namespace XenDma.Specs.Traces.Reading;

/// <summary>The tracepoint swiotlb:swiotlb_bounced: a streaming mapping is about to bounce.</summary>
/// <param name="Device">The device.</param>
/// <param name="Mask">Its mask; null where it has none.</param>
/// <param name="Bus">The bus address of the buffer itself.</param>
/// <param name="Size">The bytes.</param>
/// <param name="Force">Whether bouncing is forced.</param>
internal readonly record struct BouncedLine(string Device, ulong? Mask, ulong? Bus, ulong Size, bool Force)
{
    internal static BouncedLine Parse(in FtraceLine line, NameTable names)
    {
        ReadOnlySpan<byte> text = line.Text, name = default;
        if (text.StartsWith("dev_name: "u8))
        {
            name = text["dev_name: "u8.Length..];
            int blank = name.IndexOf((byte)' ');
            if (blank >= 0) name = name[..blank];
        }

        var fields = new FtraceFields(text);
        ulong? mask = fields.Hex("dma_mask"u8);
        return new BouncedLine(names.Of(name), mask is 0 ? null : mask, fields.Hex("dev_addr"u8), fields.Number("size"u8) ?? 0, text.EndsWith(" FORCE"u8));
    }

    internal void CopyTo(TraceEvent read)
    {
        read.Device = Device;
        read.Mask = Mask;
        read.OriginalBus = Bus;
        read.Size = Size;
        read.Force = Force;
    }
}
