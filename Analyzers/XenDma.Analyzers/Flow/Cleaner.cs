using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Drops what a path will not need again, so that paths that differ in nothing else become one.</summary>
internal static class Cleaner
{
    /// <summary>Paths that know no more than this are swept at each joint; larger ones each time that they have grown by as much again,
    /// so that the sweeps of a long method cost no more than its steps.</summary>
    private const int AlwaysSwept = 64;

    public static void Clean(PathState path, Frame frame, int block, FlowContext context)
    {
        ForgetVariables(path, frame, block, context);
        path.Loops = path.Loops.In(block, frame.Facts);
        if (path.Size > AlwaysSwept && path.Size < 2 * path.SizeWhenSwept)
            return;
        if (path.Facts.Count > 0 || path.Mappings.Count > 0)
            DropUnused(path, frame, block, context.Scratch);
        path.SizeWhenSwept = path.Size;
    }

    /// <summary>The variables that were mentioned for the last time since this was done before.</summary>
    private static void ForgetVariables(PathState path, Frame frame, int block, FlowContext context)
    {
        if (path.ForgottenUpTo >= block)
            return;
        foreach (object variable in frame.Facts.LastMentionedIn(path.ForgottenUpTo, block))
        {
            var place = variable is ISymbol symbol ? context.Variable(symbol) : new Value(ValueKind.Capture, variable, frame.Depth);
            path.Memory.Remove(place);
            if (frame.Facts.MayStandForOther(variable))
                path.Memory.Remove(Value.RefTo(place));
        }
        path.ForgottenUpTo = block;
    }

    private static void DropUnused(PathState path, Frame frame, int block, HashSet<Value> live)
    {
        live.Clear();
        AddLeaves(path.Memory.Variables, live);
        AddLeaves(path.Memory.Heap, live);
        DropMappings(path, live);
        foreach (var pair in path.Mappings)
            AddLeaves(pair.Key, live);
        foreach (var pair in path.Facts)
        {
            if (!IsLive(pair.Key, live, frame, block))
                path.Facts.Remove(pair.Key);
        }
    }

    /// <summary>Mappings that are done with, and that nothing names any more.</summary>
    private static void DropMappings(PathState path, HashSet<Value> live)
    {
        foreach (var pair in path.Mappings)
        {
            if (pair.Key.Mapping is null || pair.Value.MustRelease || live.Contains(pair.Key))
                continue;
            path.Mappings.Remove(pair.Key);
            if (path.Custodies.TryGetValue(pair.Key, out var custody) && !custody.Awaits)
                path.Custodies.Remove(pair.Key);
        }
    }

    private static void AddLeaves(Table<Value> places, HashSet<Value> live)
    {
        foreach (var pair in places)
        {
            AddLeaves(pair.Key, live);
            AddLeaves(pair.Value, live);
        }
    }

    private static void AddLeaves(Value? value, HashSet<Value> live)
    {
        if (value is null)
            return;
        if (value.Args.Length == 0 || value.Kind == ValueKind.Fresh)
            live.Add(value);
        foreach (var arg in value.Args)
            AddLeaves(arg, live);
        if (value.Mapping is not { } info)
            return;
        AddLeaves(info.Device, live);
        AddLeaves(info.Size, live);
        AddLeaves(info.Direction, live);
        AddLeaves(info.Attrs, live);
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
