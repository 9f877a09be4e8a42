using System.Collections.Generic;
using System.Linq;

namespace XenDma.Debugging;

/// <summary>The live mappings of one device by bus address (dma_entry_hash).</summary>
internal sealed class MappingTable(DmaDebugOptions options)
{
    private readonly MappingBuckets _buckets = new(static mapping => mapping.Address.Value);

    internal int Count { get; private set; }

    internal IEnumerable<LiveMapping> All => _buckets.All;

    internal void Add(LiveMapping mapping)
    {
        _buckets.Add(mapping);
        Count++;
    }

    internal void Remove(LiveMapping mapping)
    {
        _buckets.Remove(mapping);
        Count--;
    }

    /// <summary>The mapping that an unmap or a free means: one that begins at the address (bucket_find_exact).</summary>
    internal BestFit FindExact(in DmaCall call)
    {
        var fit = new BestFit(agreesWithSingle: true);
        foreach (LiveMapping mapping in _buckets.At(call.Address.Value))
        {
            if (mapping.Address == call.Address && fit.Consider(mapping, call)) break;
        }

        return fit;
    }

    /// <summary>The mapping that a sync means: one that holds all its bytes (bucket_find_contain). The nearest bucket that can tell decides.</summary>
    internal BestFit FindContaining(in DmaCall call)
    {
        BestFit last = default;
        ulong furthest = options.Semantics.SyncBackwardsSearchTooShort ? options.MaxSegmentSize : ulong.MaxValue;
        foreach (List<LiveMapping> bucket in _buckets.BackFrom(call.Address.Value, call.Address.Value, furthest))
        {
            var fit = new BestFit(agreesWithSingle: !options.Semantics.SyncTypeNeverMatchesPage);
            foreach (LiveMapping mapping in bucket)
            {
                if (Contains(mapping, call.Address, call.Size) && fit.Consider(mapping, call)) break;
            }

            if (fit.Mapping is not null) return fit;
            if (fit.IsUndecided) last = fit;
        }

        return last;
    }

    /// <summary>All mappings that hold some bytes.</summary>
    internal IEnumerable<LiveMapping> Holders(DmaAddr address, ulong size) =>
        _buckets.BackFrom(address.Value, address.Value).SelectMany(static bucket => bucket).Where(mapping => Contains(mapping, address, size));

    /// <summary>The only mapping that holds a byte, if just one does.</summary>
    internal LiveMapping? FindOnlyHolder(DmaAddr address) => Holders(address, 1).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>The oldest mapping at an address that nobody has asked for its failure.</summary>
    internal LiveMapping? FindUnchecked(DmaAddr address) =>
        _buckets.At(address.Value).Find(mapping => mapping.Address == address && mapping.MapError == MapErrorState.NotChecked);

    private static bool Contains(LiveMapping mapping, DmaAddr address, ulong size) =>
        mapping.Address.Value <= address.Value && address.Value - mapping.Address.Value <= mapping.Size &&
        size <= mapping.Size - (address.Value - mapping.Address.Value);
}
