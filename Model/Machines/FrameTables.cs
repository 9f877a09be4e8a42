using System;

namespace XenDma.Machines;

/// <summary>The arrays under a P2M and its reverse, which may be longer than the machine that has them needs.</summary>
internal sealed class FrameTables
{
    /// <summary>A P2M word for each guest frame.</summary>
    internal ulong[] Words { get; private set; } = [];

    /// <summary>The places of the reverse's hash table.</summary>
    internal uint[] Places { get; private set; } = [];

    /// <summary>Makes room, with no frame anywhere.</summary>
    internal void Clear(int frames, int places)
    {
        if (Words.Length < frames) Words = GC.AllocateUninitializedArray<ulong>(frames);
        if (Places.Length < places) Places = new uint[places];
        else Places.AsSpan(0, places).Clear();
        Words.AsSpan(0, frames).Fill(XenPage.NoFrame);
    }
}
