using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace XenDma.Benchmarks;

/// <summary>The C side of the comparison, built with the machine's own compiler.</summary>
internal static unsafe class NativeCycles
{
    private static readonly IntPtr Library = Build();

    internal static delegate* unmanaged<ulong*, uint*, ulong, ulong, ulong, nint, ulong> Direct { get; } =
        (delegate* unmanaged<ulong*, uint*, ulong, ulong, ulong, nint, ulong>)NativeLibrary.GetExport(Library, "direct_cycle");

    internal static delegate* unmanaged<byte*, ulong, ulong, ulong, uint*, ulong*, ulong, int, nint, ulong> Bounced { get; } =
        (delegate* unmanaged<byte*, ulong, ulong, ulong, uint*, ulong*, ulong, int, nint, ulong>)NativeLibrary.GetExport(Library, "bounced_cycle");

    private static IntPtr Build()
    {
        string folder = AppContext.BaseDirectory, library = Path.Combine(folder, "libcycles.so");
        using Process compiler = Process.Start("cc", ["-O2", "-shared", "-fPIC", "-o", library, Path.Combine(folder, "native", "cycles.c")]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? NativeLibrary.Load(library) : throw new InvalidOperationException($"cc ended with {compiler.ExitCode}");
    }
}
