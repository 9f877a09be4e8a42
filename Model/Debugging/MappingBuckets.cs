using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Debugging;

/// <summary>Live mappings in buckets of 8 KiB by where they begin, oldest first (struct hash_bucket).</summary>
/// <param name="startOf">Where a mapping begins: on the bus, or in guest memory.</param>
internal sealed class MappingBuckets(Func<LiveMapping, ulong> startOf)
{
    private const int Shift = 13;
    private const ulong MaxBucketsBack = 16384;

    private readonly Dictionary<ulong, List<LiveMapping>> _buckets = [];
    private ulong _largest;

    internal IEnumerable<LiveMapping> All => _buckets.Values.SelectMany(static bucket => bucket);

    internal void Add(LiveMapping mapping)
    {
        ulong number = startOf(mapping) >> Shift;
        if (!_buckets.TryGetValue(number, out List<LiveMapping>? bucket)) _buckets.Add(number, bucket = new List<LiveMapping>(1));
        bucket.Add(mapping);
        _largest = Math.Max(_largest, mapping.Size);
    }

    internal void Remove(LiveMapping mapping)
    {
        ulong number = startOf(mapping) >> Shift;
        List<LiveMapping> bucket = _buckets[number];
        if (!bucket.Remove(mapping)) throw new InvalidOperationException($"{mapping} is not live");
        if (bucket.Count == 0) _buckets.Remove(number);
    }

    internal void Clear() => _buckets.Clear();

    /// <summary>The bucket in which mappings begin that begin at <paramref name="start"/>.</summary>
    internal List<LiveMapping> At(ulong start) => _buckets.GetValueOrDefault(start >> Shift) ?? [];

    /// <summary>The buckets in which mappings begin that hold one of the bytes, from the last down to where the largest mapping could begin, at
    /// most as far as the kernel looks.</summary>
    internal IEnumerable<List<LiveMapping>> BackFrom(ulong first, ulong last, ulong furthest = ulong.MaxValue)
    {
        ulong lowest = (first - Math.Min(first, Math.Min(_largest, furthest))) >> Shift;
        lowest = Math.Max(lowest, (first >> Shift) - Math.Min(first >> Shift, MaxBucketsBack - 1));
        for (ulong number = (last >> Shift) + 1; number-- > lowest;)
        {
            if (_buckets.TryGetValue(number, out List<LiveMapping>? bucket)) yield return bucket;
        }
    }
}
