using System.Collections.Generic;
using System.Globalization;

namespace XenDma.Specs.Traces;

/// <summary>One operation of a recorded kernel, whatever format it was recorded in. What the trace did not tell is null.</summary>
public sealed class TraceEvent
{
    /// <summary>What it is.</summary>
    public TraceOp Op { get; internal set; }

    /// <summary>The line of the file, from 1.</summary>
    public long Line { get; internal set; }

    /// <summary>The number that it was given at its entry; -1 where the format has none.</summary>
    public long Id { get; internal set; } = -1;

    /// <summary>The number of the operation within which it ran; -1 for none.</summary>
    public long Parent { get; internal set; } = -1;

    /// <summary>When it was entered, in microseconds; of dma:* events when they were traced, after the operation took effect.</summary>
    public long Entered { get; internal set; }

    /// <summary>When it returned, in microseconds; null where the trace has no return.</summary>
    public long? Returned { get; internal set; }

    /// <summary>The CPU.</summary>
    public int Cpu { get; internal set; }

    /// <summary>The task that was running, <c>comm-pid</c>.</summary>
    public string Task { get; internal set; } = "";

    /// <summary>The device's name; null where there is none.</summary>
    public string? Device { get; internal set; }

    /// <summary>Which way.</summary>
    public DmaDirection Direction { get; internal set; } = DmaDirection.None;

    /// <summary>The attributes' bits (DMA_ATTR_*).</summary>
    public ulong Attrs { get; internal set; }

    /// <summary>The streaming mask in force.</summary>
    public ulong? Mask { get; internal set; }

    /// <summary>The coherent mask in force.</summary>
    public ulong? CoherentMask { get; internal set; }

    /// <summary>The guest address.</summary>
    public ulong? Phys { get; internal set; }

    /// <summary>The number of bytes.</summary>
    public ulong Size { get; internal set; }

    /// <summary>The bus address that was returned or named.</summary>
    public ulong? Dma { get; internal set; }

    /// <summary>Whether the operation failed.</summary>
    public bool Failed { get; internal set; }

    /// <summary>Whether the mapping was bounced.</summary>
    public bool? IsBounced { get; internal set; }

    /// <summary>The bus address that the buffer itself has (swiotlb_bounced).</summary>
    public ulong? OriginalBus { get; internal set; }

    /// <summary>Whether bouncing is forced (swiotlb_bounced).</summary>
    public bool? Force { get; internal set; }

    /// <summary>The slots that were asked for within a mapping.</summary>
    public SlotCall? Slots { get; internal set; }

    /// <summary>The guest address in the pool: of the slots that an unmap gave back, or that a pool event names.</summary>
    public ulong? Slot { get; internal set; }

    /// <summary>The attributes with which slots were given back.</summary>
    public ulong? SlotAttrs { get; internal set; }

    /// <summary>The copies between slots and buffer that were made within.</summary>
    public List<BounceCopy>? Copies { get; internal set; }

    /// <summary>The list's address, which pairs map and unmap.</summary>
    public ulong? List { get; internal set; }

    /// <summary>The list's entries as the driver gave them.</summary>
    public int Entries { get; internal set; }

    /// <summary>A number that was returned: of a list, a question, an exchange.</summary>
    public long? Result { get; internal set; }

    /// <summary>The first entries of a list, or the guest addresses of all.</summary>
    public List<ListedEntry>? Listed { get; internal set; }

    /// <summary>The kernel's address of coherent memory.</summary>
    public ulong? CpuAddress { get; internal set; }

    /// <summary>log2 of the frames of an exchange.</summary>
    public int Order { get; internal set; }

    /// <summary>The width of the bus address that an exchange asks for.</summary>
    public int AddressBits { get; internal set; }

    /// <summary>How the P2M changed.</summary>
    public List<FrameChange>? Frames { get; internal set; }

    /// <summary>The number of the exchange that changed the P2M; -1 for none.</summary>
    public long Cause { get; internal set; } = -1;

    /// <summary>The facts of a marker.</summary>
    public Marker? Marker { get; internal set; }

    /// <summary>How many events were lost, of a gap.</summary>
    public long Lost { get; internal set; }

    /// <summary>One half was not traced: the entry, or the return.</summary>
    public bool IsHalf { get; internal set; }

    /// <summary>Whether the times are those after the operation, as of the kernel's own dma:* events.</summary>
    public bool IsTracedAfter { get; internal set; }

    /// <summary>Where it stands.</summary>
    public string Place => Id < 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}") : string.Create(CultureInfo.InvariantCulture, $"line {Line} (id {Id})");

    /// <summary>The latest moment at which it may have taken effect.</summary>
    internal long Latest => Returned ?? Entered;
}

/// <summary>A call of the slot search.</summary>
/// <param name="Original">The guest address of the buffer.</param>
/// <param name="Size">The bytes.</param>
/// <param name="MinAlignMask">The device's min_align_mask; null where it could not be read.</param>
/// <param name="BoundaryMask">The device's segment boundary minus one; 0 = none was set; null where it could not be read.</param>
/// <param name="Slot">The guest address of the first byte in its slots; null where none was free.</param>
/// <param name="GivenBack">The slots were released again, because their address did not suit the device.</param>
/// <param name="TakenBefore">The first number of an event that came after the slots were taken; -1 where nothing came between.</param>
/// <param name="Copies">The copies made.</param>
public sealed record SlotCall(
    ulong Original, ulong Size, ulong? MinAlignMask, ulong? BoundaryMask, ulong? Slot, bool GivenBack, long TakenBefore, IReadOnlyList<BounceCopy>? Copies);

/// <summary>A call of swiotlb_bounce.</summary>
/// <param name="Slot">The guest address in the pool.</param>
/// <param name="Size">The bytes.</param>
/// <param name="ToDevice">From the buffer to the slots.</param>
public readonly record struct BounceCopy(ulong Slot, ulong Size, bool ToDevice);

/// <summary>An entry of a list.</summary>
/// <param name="Phys">Its guest address.</param>
/// <param name="Size">Its bytes; null where the trace does not tell.</param>
public readonly record struct ListedEntry(ulong Phys, ulong? Size);

/// <summary>A run of guest frames with new machine frames.</summary>
/// <param name="Pfn">The first guest frame.</param>
/// <param name="Mfn">Its machine frame; null = none.</param>
/// <param name="Count">The frames.</param>
/// <param name="Step">What each next machine frame adds: 1 or -1.</param>
public readonly record struct FrameChange(ulong Pfn, ulong? Mfn, ulong Count, int Step);
