using System;
using System.Runtime.InteropServices;
using XenDma.PropertyTests.Samples;
using XenDma.Specs.Adapters.Native;
using Xunit;

namespace XenDma.PropertyTests.Adapters;

/// <summary>The structures lie in memory as the C compiler lays them out from the header.</summary>
public sealed unsafe class AbiLayoutTests
{
    [CompilerFact("cc")]
    public void The_structures_are_those_of_the_header()
    {
        nint library = NativeLibrary.Load(NativeCompiler.Fixture("layout"));
        ulong[] expected = new ReadOnlySpan<ulong>(
            (void*)NativeLibrary.GetExport(library, "xd_layout"), (int)*(ulong*)NativeLibrary.GetExport(library, "xd_layout_count")).ToArray();
        XdDevice device;
        XdPool pool;
        XdSegment segment;
        XdPlatform platform;
        XdOps ops;
        ulong[] actual =
        [
            (ulong)sizeof(XdDevice), Offset(&device, &device.Flags), (ulong)sizeof(XdPool), Offset(&pool, &pool.Flags),
            (ulong)sizeof(XdSegment), Offset(&segment, &segment.DmaLength),
            (ulong)sizeof(XdPlatform), Offset(&platform, &platform.Memory), Offset(&platform, &platform.PfnToBfn), Offset(&platform, &platform.AllocPages),
            Offset(&platform, &platform.CacheClean), Offset(&platform, &platform.Bug),
            (ulong)sizeof(XdOps), Offset(&ops, &ops.Name), Offset(&ops, &ops.Alloc), Offset(&ops, &ops.MapPage), Offset(&ops, &ops.MappingError),
            Offset(&ops, &ops.UnmapSg), Offset(&ops, &ops.SyncSgForDevice), Offset(&ops, &ops.Mmap), Offset(&ops, &ops.PoolRange),
        ];
        Assert.Equal(expected, actual);
    }

    private static ulong Offset(void* structure, void* member) => (ulong)((byte*)member - (byte*)structure);
}
