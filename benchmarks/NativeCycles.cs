using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace XenDma.Benchmarks;

/// <summary>The C side of the comparison, built with the machine's own compiler: the least that a cycle costs (cycles.c), and a complete
/// implementation driven through its op table (ops.c).</summary>
internal static unsafe class NativeCycles
{
    private static readonly IntPtr Least = Build("cycles", "cycles.c");
    private static readonly IntPtr Complete = Build("ops", "ops.c", "swiotlb.c");

    internal static delegate* unmanaged<ulong*, uint*, ulong, ulong, ulong, nint, ulong> Direct { get; } =
        (delegate* unmanaged<ulong*, uint*, ulong, ulong, ulong, nint, ulong>)NativeLibrary.GetExport(Least, "direct_cycle");

    internal static delegate* unmanaged<byte*, ulong, ulong, ulong, uint*, ulong*, ulong, int, ulong*, nint, ulong> Bounced { get; } =
        (delegate* unmanaged<byte*, ulong, ulong, ulong, uint*, ulong*, ulong, int, ulong*, nint, ulong>)NativeLibrary.GetExport(Least, "bounced_cycle");

    /// <summary>As <see cref="Bounced"/>, with the bytes left of each slot behind the originals.</summary>
    internal static delegate* unmanaged<byte*, ulong, ulong, ulong, uint*, ulong*, ulong*, ulong, int, ulong*, nint, ulong> Bookkept { get; } =
        (delegate* unmanaged<byte*, ulong, ulong, ulong, uint*, ulong*, ulong*, ulong, int, ulong*, nint, ulong>)NativeLibrary.GetExport(Least, "bookkept_cycle");

    /// <summary>(memory, frames, first guest address behind the buffers, slots, whether to bounce all): a machine with its pool.</summary>
    internal static delegate* unmanaged<byte*, ulong, ulong, ulong, int, void*> MakeOps { get; } =
        (delegate* unmanaged<byte*, ulong, ulong, ulong, int, void*>)NativeLibrary.GetExport(Complete, "ops_make");

    internal static delegate* unmanaged<void*, void> FreeOps { get; } = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(Complete, "ops_free");

    /// <summary>(machine, guest address, size, direction, whether to sync, rounds): 0 where a mapping failed.</summary>
    internal static delegate* unmanaged<void*, ulong, ulong, int, int, nint, ulong> Ops { get; } =
        (delegate* unmanaged<void*, ulong, ulong, int, int, nint, ulong>)NativeLibrary.GetExport(Complete, "ops_cycles");

    private static IntPtr Build(string name, params string[] sources)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "native"), library = Path.Combine(AppContext.BaseDirectory, $"lib{name}.so");
        string[] arguments = ["-O2", "-shared", "-fPIC", "-o", library, .. Array.ConvertAll(sources, source => Path.Combine(folder, source)), "-I", folder];
        using Process compiler = Process.Start("cc", arguments);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? NativeLibrary.Load(library) : throw new InvalidOperationException($"cc ended with {compiler.ExitCode}");
    }
}
