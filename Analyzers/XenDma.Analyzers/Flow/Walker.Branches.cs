using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Walker
{
    private void Follow(BasicBlock from, ControlFlowBranch? branch, PathState path, Value? value)
    {
        switch (branch?.Semantics)
        {
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                RunFinally(branch, 0, path, value);
                break;
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                Throw(from.EnclosingRegion, path, from.BranchValue is { } thrown ? Unconverted(thrown).Type : null, from);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when !path.Pending.IsEmpty:
                var next = path.Pending.Peek();
                path.Pending = path.Pending.Pop();
                if (next.Branch is null)
                    Throw(next.ThrownFrom!, path, next.Exception, next.Thrower);
                else
                    RunFinally(next.Branch, next.NextFinally, path, next.Result);
                break;
        }
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>Enters the next finally block that the branch leaves, or arrives.</summary>
    private void RunFinally(ControlFlowBranch branch, int next, PathState path, Value? value)
    {
        bool leaves = !ReferenceEquals(branch.Source.EnclosingRegion, branch.Destination?.EnclosingRegion);
        if (leaves && next < branch.FinallyRegions.Length)
        {
            path.Pending = path.Pending.Push(new Continuation(branch, next + 1, null, null, value, null));
            Wait(frame.Graph.Blocks[branch.FinallyRegions[next].FirstBlockOrdinal], path);
            return;
        }
        if (branch.Semantics == ControlFlowBranchSemantics.Return || branch.Destination is not { Kind: not BasicBlockKind.Exit } target)
        {
            _endings.Add(new Ending(path, value) { At = Last(branch.Source) });
            return;
        }
        if (leaves)
            LeaveScopes(branch, path);
        if (target.Ordinal <= branch.Source.Ordinal)
            RepeatLoop(branch, target, path);
        else
            Wait(target, path);
    }

    /// <summary>A mapping whose last holder goes out of scope is lost there.</summary>
    private void LeaveScopes(ControlFlowBranch branch, PathState path)
    {
        List<Value>? held = null;
        foreach (var region in branch.LeavingRegions)
        {
            foreach (var local in region.Locals)
            {
                var place = context.Variable(local);
                path.Memory.Remove(Value.RefTo(place));
                if (!path.Memory.TryGetValue(place, out var value) || frame.Facts.IsCaptured(local))
                    continue;
                path.Memory.Remove(place);
                (held ??= []).Add(value);
            }
        }
        if (held is not null)
            new Evaluator(context, frame, path).LoseScope(held);
    }

    private void RepeatLoop(ControlFlowBranch branch, BasicBlock head, PathState path)
    {
        int rounds = path.Loops.Of(head.Ordinal);
        if (rounds > ExactRounds)
            return;
        path.Loops = path.Loops.Repeat(head.Ordinal);
        path.Round++;
        if (rounds == ExactRounds && !Widen(branch, head, path))
            return;
        Wait(head, path);
    }

    /// <summary>What the loop changes is unknown from here on, but for what the way back to its head says.</summary>
    private bool Widen(ControlFlowBranch branch, BasicBlock head, PathState path)
    {
        var finder = new Evaluator(context, frame, path);
        finder.SilenceContainers();
        foreach (var local in frame.Facts.AssignedInLoop(head.Ordinal))
        {
            var place = context.Variable(local);
            // What is known of a mapping stays with the mapping, which stays where it is.
            if (path.Memory.TryGetValue(place, out var value) && !finder.Holds(value) && !value.Mentions(ValueKind.Mapping))
                path.Memory[place] = new Value(ValueKind.Fresh, local, path.Round);
        }
        var source = branch.Source;
        if (source.BranchValue is not { } condition || source.ConditionKind == ControlFlowConditionKind.None || frame.Facts.HasCall(source, condition))
            return true;
        bool truth = source.ConditionKind == ControlFlowConditionKind.WhenTrue == ReferenceEquals(branch, source.ConditionalSuccessor);
        return Assumption.Assume(path, finder.Evaluate(condition), truth);
    }

    private static IOperation? Last(BasicBlock block) =>
        block.BranchValue ?? (block.Operations.Length > 0 ? block.Operations[block.Operations.Length - 1] : null);

    private static bool IsCaught(ControlFlowRegion? region)
    {
        for (; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion.Kind: ControlFlowRegionKind.TryAndCatch })
                return true;
        }
        return false;
    }

    /// <summary>Takes the path to the handlers that may catch, through the finally blocks on the way, or out of the method.</summary>
    private void Throw(ControlFlowRegion? region, PathState path, ITypeSymbol? exception, BasicBlock? thrower, bool isLate = false)
    {
        for (; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } whole)
                continue;
            if (whole.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                path.Pending = path.Pending.Push(new Continuation(null, 0, whole, exception, null, thrower));
                Wait(frame.Graph.Blocks[whole.NestedRegions[1].FirstBlockOrdinal], path);
                return;
            }
            if (Catch(whole, path, exception, isLate))
                return;
        }
        if (thrower is not null)
            _endings.Add(new Ending(path, null, Threw: true) { At = thrower.BranchValue });
    }

    /// <summary>True when some handler surely catches: of an exception that tells that a device is late, whoever wrote the handler knows the type.</summary>
    private bool Catch(ControlFlowRegion whole, PathState path, ITypeSymbol? exception, bool isLate)
    {
        foreach (var handler in whole.NestedRegions)
        {
            if (handler.Kind == ControlFlowRegionKind.Try)
                continue;
            bool filtered = handler.Kind == ControlFlowRegionKind.FilterAndHandler;
            var caught = handler.ExceptionType ?? (filtered && !handler.NestedRegions.IsEmpty ? handler.NestedRegions[0].ExceptionType : null);
            bool all = caught is null || caught.SpecialType == SpecialType.System_Object || IsException(caught);
            bool surely = all || (exception is not null && Derives(exception, caught!));
            if (!surely && exception is not null && !Derives(caught!, exception))
                continue;
            Wait(frame.Graph.Blocks[handler.FirstBlockOrdinal], path.Clone());
            if ((surely || isLate) && !filtered)
                return true;
        }
        return false;
    }

    private static bool IsException(ITypeSymbol type) => type.Name == "Exception" && type.ContainingNamespace?.Name == "System";

    private static bool Derives(ITypeSymbol type, ITypeSymbol from)
    {
        for (ITypeSymbol? super = type; super is not null; super = super.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(super, from))
                return true;
        }
        return false;
    }
}
