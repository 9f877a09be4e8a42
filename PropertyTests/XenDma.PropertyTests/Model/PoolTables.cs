using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using XenDma.Bouncing;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The pool's tables as the kernel has them, for worked examples that name their values.</summary>
internal static class PoolTables
{
    private static readonly FieldInfo Areas = typeof(SlotPool).GetField("_areas", BindingFlags.NonPublic | BindingFlags.Instance)!;

    /// <summary>io_tlb_list: per slot, 0 or the free run's length from here on.</summary>
    internal static uint[] List(SlotPool pool) => ListField(pool);

    /// <summary>io_tlb_slot.alloc_size.</summary>
    internal static ulong[] AllocSize(SlotPool pool) => AllocSizeField(pool);

    /// <summary>io_tlb_orig_addr; all ones for none.</summary>
    internal static ulong[] Original(SlotPool pool) => OriginalField(pool);

    /// <summary>io_tlb_index, relative to the area's first slot.</summary>
    internal static ulong Index(SlotPool pool, int area = 0)
    {
        object entry = ((Array)Areas.GetValue(pool)!).GetValue(area)!;
        return (ulong)entry.GetType().GetField("Index", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(entry)!;
    }

    /// <summary>All of the state, to compare before and after.</summary>
    internal static string Snapshot(SlotPool pool) =>
        $"index {Index(pool)} used {pool.SlotsInUse} list {string.Join(' ', List(pool))}"
        + $" original {string.Join(' ', Original(pool))} size {string.Join(' ', AllocSize(pool))}";

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_list")]
    private static extern ref uint[] ListField(SlotPool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_allocSize")]
    private static extern ref ulong[] AllocSizeField(SlotPool pool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_original")]
    private static extern ref ulong[] OriginalField(SlotPool pool);
}
