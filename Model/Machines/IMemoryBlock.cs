using System;

namespace XenDma.Machines;

/// <summary>Memory of the host that a guest's memory lies in, where it must not be the process's ordinary memory.</summary>
public unsafe interface IMemoryBlock : IDisposable
{
    /// <summary>The first byte: page-aligned, zero like all bytes behind it, valid until disposed.</summary>
    byte* Start { get; }
}
