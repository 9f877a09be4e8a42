using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>A change of the P2M.</summary>
/// <param name="Pfn">The guest frame.</param>
/// <param name="WordBefore">Its P2M word before the change, flags included; all ones for none.</param>
public readonly record struct FrameChange(Pfn Pfn, ulong WordBefore);

/// <summary>The changes of a P2M, in their order, for who looks at what a call has moved. They stand until they are cleared.</summary>
public sealed class FrameJournal
{
    private readonly List<FrameChange> _changes = [];

    /// <summary>The changes since the last <see cref="Clear"/>; a guest frame stands there once for each change.</summary>
    public IReadOnlyList<FrameChange> Changes => _changes;

    /// <summary>Forgets all changes.</summary>
    public void Clear() => _changes.Clear();

    internal void Add(ulong pfn, ulong wordBefore) => _changes.Add(new FrameChange(new Pfn(pfn), wordBefore));
}
