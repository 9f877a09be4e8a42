using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.XenBlock;

/// <summary>The page that front end and back end share: flags, and one operation that goes there and back (struct xen_pci_sharedinfo).</summary>
/// <remarks>include/xen/interface/io/pciif.h.</remarks>
/// <param name="Command">One of the constants.</param>
/// <param name="Error">0, or a negative number from the back end.</param>
/// <param name="Slot">The function as the guest numbers it.</param>
/// <param name="Offset">The register.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Value">What is written, or what was read.</param>
public readonly record struct PciOperation(uint Command, int Error, uint Slot, int Offset, int Size, uint Value)
{
    /// <summary>The bytes of flags and operation.</summary>
    public const int Bytes = 36;

    /// <summary>The flag that the operation is the back end's (XEN_PCIF_active).</summary>
    public const uint Active = 1;

    /// <summary>Reads a register (XEN_PCI_OP_conf_read).</summary>
    public const uint Read = 0;

    /// <summary>Writes a register (XEN_PCI_OP_conf_write).</summary>
    public const uint Write = 1;

    /// <summary>No such function (XEN_PCI_ERR_dev_not_found).</summary>
    public const int NoDevice = -1;

    /// <summary>No such register (XEN_PCI_ERR_invalid_offset).</summary>
    public const int InvalidOffset = -2;

    /// <summary>The guest may not do that (XEN_PCI_ERR_access_denied).</summary>
    public const int AccessDenied = -3;

    /// <summary>The back end knows no such operation (XEN_PCI_ERR_not_implemented).</summary>
    public const int Unknown = -4;

    /// <summary>Puts the operation into the page, with the flags.</summary>
    public void Store(GuestBuffer page, uint flags)
    {
        ArgumentNullException.ThrowIfNull(page);
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes.Clear();
        WriteUInt32LittleEndian(bytes, flags);
        WriteUInt32LittleEndian(bytes[4..], Command);
        WriteInt32LittleEndian(bytes[8..], Error);
        WriteUInt32LittleEndian(bytes[20..], Slot);
        WriteInt32LittleEndian(bytes[24..], Offset);
        WriteInt32LittleEndian(bytes[28..], Size);
        WriteUInt32LittleEndian(bytes[32..], Value);
        page.Write(0, bytes);
    }

    /// <summary>Takes the operation out of the page.</summary>
    public static PciOperation Load(GuestBuffer page, out uint flags)
    {
        ArgumentNullException.ThrowIfNull(page);
        Span<byte> bytes = stackalloc byte[Bytes];
        page.Read(0, bytes);
        flags = ReadUInt32LittleEndian(bytes);
        return new PciOperation(
            ReadUInt32LittleEndian(bytes[4..]),
            ReadInt32LittleEndian(bytes[8..]),
            ReadUInt32LittleEndian(bytes[20..]),
            ReadInt32LittleEndian(bytes[24..]),
            ReadInt32LittleEndian(bytes[28..]),
            ReadUInt32LittleEndian(bytes[32..]));
    }
}
