using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Handles that pin managed memory, and spans over variables.</summary>
internal sealed partial class Evaluator
{
    private Value? EvaluatePin(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        var method = call.TargetMethod;
        if (method.ContainingType?.Name == "GCHandle")
            return EvaluateHandle(call, receiver, passed);
        if (method.Name is "CreateSpan" or "CreateReadOnlySpan" && passed.Count > 0 && OnStack(passed[0].Operation) is { } stack)
            return stack;
        return null;
    }

    private Value? EvaluateHandle(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        switch (call.TargetMethod.Name)
        {
            case "Alloc" when passed.Count == 2 && DirectionNames.Of(passed[1].Value, passed[1].Operation) == "Pinned":
                var handle = Fresh(call);
                var memory = Views.Root(passed[0].Value);
                State.Memory[Pins.Of(memory)] = handle;
                State.Memory[Pins.By(handle)] = memory;
                return handle;
            case "AddrOfPinnedObject" when receiver is not null && State.Memory.TryGetValue(Pins.By(receiver), out var pinned):
                return pinned;
            case "Free" when receiver is not null && State.Memory.TryGetValue(Pins.By(receiver), out var released):
                Unpin(released, call);
                return Fresh(call);
            default:
                return null;
        }
    }

    private void Unpin(Value memory, IOperation at)
    {
        State.Memory.Remove(Pins.Of(memory));
        foreach (var mapping in State.Custodies.Keys)
        {
            if (!State.Custodies[mapping].Root.Equals(memory))
                continue;
            var unpin = new FlowUnpin(at, _frame, State, _context.Findings) { Mapping = mapping };
            foreach (var rule in _context.Rules)
            {
                if (rule.OnUnpin(unpin))
                    break;
            }
        }
    }

    /// <summary>A span that is made of an array, of a pointer, or of a variable.</summary>
    private Value? EvaluateSpanCreation(IObjectCreationOperation creation, List<Passed> passed)
    {
        if (!MemoryCalls.IsSpan(creation.Type) || passed.Count == 0 || KnownCalls.IsCollection(creation.Type as INamedTypeSymbol))
            return null;
        if (OnStack(passed[0].Operation) is { } stack)
            return stack;
        if (passed.Count == 1)
            return passed[0].Value;
        return passed.Count == 2 ? Views.Slice(passed[0].Value, Value.Int(0m), passed[1].Value)
            : Views.Slice(passed[0].Value, passed[1].Value, passed[2].Value);
    }

    /// <summary>A variable of the method, given by reference.</summary>
    private Value? OnStack(IOperation written) =>
        written.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None } && PlaceOf(written) is { Kind: ValueKind.Local } place
            ? Pins.OnStack(place) : null;
}
