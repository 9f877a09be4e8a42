using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Drops what a path will not need again, so that paths that differ in nothing else become one.</summary>
internal static class Cleaner
{
    public static void Clean(PathState path, Frame frame, int block)
    {
        List<Value>? dead = null;
        foreach (var key in path.Memory.Keys)
        {
            if (IsDead(key, frame, block))
                (dead ??= []).Add(key);
        }
        dead?.ForEach(key => path.Memory.Remove(key));
        if (!path.Loops.IsEmpty)
            LeaveLoops(path, frame, block);
        if (path.Facts.Count > 0 || path.Mappings.Count > 0)
            DropUnused(path, frame, block);
    }

    private static void LeaveLoops(PathState path, Frame frame, int block)
    {
        foreach (int head in new List<int>(path.Loops.Keys))
        {
            if (!frame.Facts.InLoop(block, head))
                path.Loops = path.Loops.Remove(head);
        }
    }

    private static bool IsDead(Value place, Frame frame, int block)
    {
        if (place.Kind == ValueKind.RefTo)
            place = place.Args[0];
        return place.Kind switch
        {
            ValueKind.Local => frame.Facts.IsDead(place.Symbol!, block),
            ValueKind.Capture => place.Round == frame.Depth && frame.Facts.IsDead((CaptureId)place.Payload!, block),
            _ => false,
        };
    }

    private static void DropUnused(PathState path, Frame frame, int block)
    {
        var live = new HashSet<Value>();
        foreach (var pair in path.Memory)
        {
            AddLeaves(pair.Key, live);
            AddLeaves(pair.Value, live);
        }
        DropMappings(path, live);
        foreach (var mapping in path.Mappings.Keys)
            AddLeaves(mapping, live);
        foreach (var key in new List<Value>(path.Facts.Keys))
        {
            if (!IsLive(key, live, frame, block))
                path.Facts.Remove(key);
        }
    }

    /// <summary>Mappings that are done with, and that nothing names any more.</summary>
    private static void DropMappings(PathState path, HashSet<Value> live)
    {
        List<Value>? done = null;
        foreach (var pair in path.Mappings)
        {
            if (pair.Key.Mapping is not null && !pair.Value.MustRelease && !live.Contains(pair.Key))
                (done ??= []).Add(pair.Key);
        }
        done?.ForEach(mapping => path.Mappings.Remove(mapping));
    }

    private static void AddLeaves(Value value, HashSet<Value> live)
    {
        if (value.Args.Length == 0 || value.Kind == ValueKind.Fresh)
            live.Add(value);
        foreach (var arg in value.Args)
            AddLeaves(arg, live);
        if (value.Mapping is not { } info)
            return;
        foreach (var part in new[] { info.Device, info.Size, info.Direction, info.Attrs })
        {
            if (part is not null)
                AddLeaves(part, live);
        }
    }

    private static bool IsLive(Value value, HashSet<Value> live, Frame frame, int block)
    {
        switch (value.Kind)
        {
            case ValueKind.Const or ValueKind.Default or ValueKind.This or ValueKind.Mapping or ValueKind.Function:
                return true;
            case ValueKind.Local:
                return live.Contains(value) || !frame.Facts.Mentions(value.Symbol!) || !frame.Facts.IsDead(value.Symbol!, block);
            case ValueKind.Fresh or ValueKind.Object or ValueKind.Capture:
                return live.Contains(value);
        }
        foreach (var arg in value.Args)
        {
            if (!IsLive(arg, live, frame, block))
                return false;
        }
        return true;
    }
}
