using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Whose a mapping's memory is: the calls that give it to the device and back.</summary>
internal sealed partial class Evaluator
{
    /// <summary>A new mapping belongs to the device.</summary>
    private void BeginCustody(Value mapping, FlowCall played)
    {
        var buffer = played[Part.Buffer] ?? played[Part.List];
        bool tracked = played.Role != Role.Alloc && buffer is not null && !buffer.IsConst;
        var (root, offset, length) = tracked ? Views.Split(buffer!) : (mapping, Value.Int(0m), null);
        if (played.Contract.Kind == MappingKind.Page && played.Argument("offset") is { } inPage)
            offset = Terms.Add(offset, inPage);
        string? direction = tracked ? DirectionNames.Of(played.Contract, played[Part.Direction], played.Source(Part.Direction)) : null;
        var custody = new Custody(root, offset, played.Role == Role.MapSg ? null : played[Part.Size] ?? length)
        {
            DeviceReads = direction is "ToDevice" or "Bidirectional",
            DeviceWrites = direction is "FromDevice" or "Bidirectional",
            SkippedAtMap = DirectionNames.SkipsSync(played[Part.Attrs], played.Source(Part.Attrs)),
        };
        State.Custodies[mapping] = custody;
        if (direction == "FromDevice")
            State.Memory[Trust.Shared(root)] = Value.True;
    }

    /// <summary>A sync hands the memory over, as far as the mapping is known.</summary>
    private void PassCustody(FlowCall played)
    {
        if (played.Mapping is not { } mapping)
            return;
        bool forCpu = played.Role is Role.SyncForCpu or Role.SyncSgForCpu;
        if (!State.Custodies.TryGetValue(mapping, out var custody) && (custody = ForeignCustody(mapping, played)) is null)
            return;
        State.Custodies[mapping] = custody with
        {
            IsCpus = forCpu,
            SyncedForCpu = custody.SyncedForCpu || forCpu,
            SyncedForDevice = custody.SyncedForDevice || !forCpu,
            Window = forCpu ? WindowOf(custody, played) : null,
            EarlyWrite = null,
            Unsynced = null,
            IsSaid = false,
        };
    }

    /// <summary>The memory of a mapping that another method of the type made and keeps in a field.</summary>
    private Custody? ForeignCustody(Value mapping, FlowCall played)
    {
        if (mapping.Mapping is not null || _frame.ForeignCall is not null || FieldOf(mapping) is not { } field
            || _context.Facts.BufferOf(field) is not { } buffer || RootOf(mapping, buffer) is not { } root)
            return null;
        string? direction = DirectionNames.Of(played.Contract, played[Part.Direction], played.Source(Part.Direction));
        return direction is null ? null : new Custody(root, Value.Int(0m), null)
        {
            DeviceReads = direction is "ToDevice" or "Bidirectional",
            DeviceWrites = direction is "FromDevice" or "Bidirectional",
            IsTold = true,
            IsForeign = true,
        };
    }

    /// <summary>The buffer beside the address: a field of the same object, or the element of the same index.</summary>
    private Value? RootOf(Value address, ISymbol buffer)
    {
        if (address is { Kind: ValueKind.Member, Args.Length: 1 })
            return Read(Value.Member(address.Args[0], buffer), _frame.Graph.OriginalOperation);
        if (address.Kind == ValueKind.Element && address.Args[0] is { Kind: ValueKind.Member, Args.Length: 1 } array)
            return Value.Element(Read(Value.Member(array.Args[0], buffer), _frame.Graph.OriginalOperation), address.Args[1]);
        return null;
    }

    /// <summary>Bytes that a sync of a part gives to the CPU; null where it is, or may be, all of them.</summary>
    private static Value? WindowOf(Custody custody, FlowCall played)
    {
        if (played[Part.Size]?.Number is not { } size || played.Mapping is not { } mapping || custody.SyncedForCpu)
            return null;
        var offset = played.Contract.Kind == MappingKind.Owned ? played.Argument("offset")
            : played[Part.Address] is { } address ? Terms.Subtract(address, mapping) : null;
        if (offset?.Number is not { } start || !(custody.Length?.Number > size))
            return null;
        return new Value(ValueKind.Tuple, null, Value.Int(start), Value.Int(size));
    }

    private void EndCustody(FlowCall played)
    {
        if (played.Mapping is not { } mapping || !State.Custodies.TryGetValue(mapping, out var custody))
            return;
        bool skips = DirectionNames.SkipsSync(played[Part.Attrs], played.Source(Part.Attrs));
        if (skips && custody is { DeviceWrites: true, IsTold: true, SyncedForCpu: false } && played.Place is { } place)
            State.Custodies[mapping] = custody with { SkippedAt = place, IsSaid = false, EarlyWrite = null, Unsynced = null };
        else
            State.Custodies.Remove(mapping);
        if (custody.DeviceWrites && custody.IsTold)
            State.Memory[Trust.Shared(custody.Root)] = Value.True;
    }

    /// <summary>Somebody was given the address: who it is nobody knows, but it may be the device.</summary>
    private void NoteTold(Value mapping)
    {
        if (State.Custodies.TryGetValue(mapping, out var custody) && !custody.IsTold)
            State.Custodies[mapping] = custody with { IsTold = true };
    }

    /// <summary>A call that lets the device work: on the mappings that it is given, or without any, on those that were told before.</summary>
    private void TellDevice(IOperation call, FlowCall played, List<Passed> passed)
    {
        bool names = TellNamed(call, played, passed);
        foreach (var argument in passed)
        {
            if (names || argument.Parameter is null || Spaces.Of(argument.Value) != Space.BusAddress && Spaces.OfType(argument.Parameter.Type) != Space.BusAddress)
                continue;
            if (BaseOf(argument.Value) is not { } mapping || !State.Custodies.TryGetValue(mapping, out var custody))
                continue;
            // What lies in coherent memory tells the device of more.
            names |= !custody.Root.Equals(mapping);
            Tell(mapping, call, played, argument);
        }
        if (names)
            return;
        foreach (var mapping in State.Custodies.Keys)
        {
            if (State.Custodies[mapping].IsTold)
                Tell(mapping, call, played, null);
        }
    }

    /// <summary>The contract says which part names what the device is told of.</summary>
    private bool TellNamed(IOperation call, FlowCall played, List<Passed> passed)
    {
        var part = played.Contract[Part.Address] != MethodContract.Absent ? Part.Address : Part.Buffer;
        if (!_context.Catalog.HasFiles || played[part] is not { } named || BaseOf(named) is not { } handle)
            return false;
        var mapping = State.Memory.TryGetValue(Value.ListState(handle), out var held) ? held : handle;
        if (!State.Custodies.ContainsKey(mapping))
            return false;
        foreach (var argument in passed)
        {
            if (argument.Parameter?.Ordinal == played.Contract[part])
                Tell(mapping, call, played, argument);
        }
        return true;
    }

    private void Tell(Value mapping, IOperation call, FlowCall played, Passed? given)
    {
        if (State.Mappings.TryGetValue(mapping, out var known) && known.Life is Life.Failed or Life.Silent or Life.Released)
            return;
        var told = new FlowTold(call, _frame, State, _context.Findings)
        {
            Mapping = mapping,
            Given = given?.Value,
            Source = given?.Operation,
            IsStart = given?.Parameter?.Ordinal == played.Contract[Part.Address],
            Size = played[Part.Size],
        };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnTold(told))
                break;
        }
        var custody = State.Custodies[mapping];
        State.Custodies[mapping] = custody with
        {
            IsTold = true,
            IsSubmitted = custody.IsSubmitted || played.Role == Role.Submit,
            IsCpus = false,
            Window = null,
            EarlyWrite = null,
            Unsynced = null,
            IsSaid = custody.IsSaid && !custody.IsCpus,
        };
        if (custody.DeviceWrites)
            State.Memory[Trust.Shared(custody.Root)] = Value.True;
    }

    /// <summary>The answer of a call that waits for the device, and what stops it.</summary>
    private Value PlayWait(IOperation call, MethodContract contract)
    {
        var result = Fresh(call);
        bool surely = contract.Role == Role.Wait && contract.Failure is Failure.Exception or Failure.Never;
        if (surely && contract.Failure == Failure.Exception)
            ThrownWait = result;
        else if (contract.Role == Role.Stop || surely)
            Waits.Settle(State);
        if (contract.Role != Role.Wait || surely || IsDropped(call))
            return result;
        Waits.NotePending(State, result);
        return contract.Failure is Failure.False or Failure.MappingError ? Waits.Asked(result) : Waits.Status(result, contract);
    }

    /// <summary>Nobody will see the answer.</summary>
    private static bool IsDropped(IOperation call)
    {
        var use = call.Parent;
        while (use is IAwaitOperation or IConversionOperation)
            use = use.Parent;
        return use is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    /// <summary>The analyzed method ends: what it did to memory that stays mapped is done.</summary>
    private void EndAccesses(Ending ending)
    {
        if (ending.Threw || _frame.Depth != 0)
            return;
        foreach (var mapping in State.Custodies.Keys)
        {
            var end = new FlowEnd(_frame.Graph.OriginalOperation, _frame, State, _context.Findings) { Mapping = mapping };
            foreach (var rule in _context.Rules)
            {
                if (rule.OnEnd(end))
                    break;
            }
        }
    }
}
