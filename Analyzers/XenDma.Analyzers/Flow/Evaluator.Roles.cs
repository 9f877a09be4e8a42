using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value PlayRole(IOperation call, MethodContract contract, Value? receiver, List<Passed> passed)
    {
        var played = Describe(call, contract, receiver, passed);
        if (contract.Role is Role.Submit or Role.DeviceAccess or Role.Wait or Role.Stop)
            return PlayHandOver(call, played, receiver, passed);
        played.Mapping = Find(played);
        foreach (var rule in _context.Rules)
        {
            if (rule.OnCall(played))
                break;
        }
        return contract.Role switch
        {
            Role.Map or Role.MapSg or Role.Alloc => Create(call, played, passed),
            Role.MappingError => Ask(call, played),
            Role.Unmap or Role.UnmapSg or Role.Free => Release(call, played, passed),
            Role.SetMask => PlainResult(call),
            _ => Sync(call, played),
        };
    }

    private FlowCall Describe(IOperation call, MethodContract contract, Value? receiver, List<Passed> passed)
    {
        var played = new FlowCall(call, contract, _frame, State, _context.Findings) { Context = _context };
        for (var part = Part.Device; part <= Part.Offset; part++)
        {
            int place = contract[part];
            if (place == MethodContract.This && receiver is not null)
                played.Set(part, receiver, CallSites.InstanceOf(call));
            foreach (var argument in passed)
            {
                if (argument.Parameter?.Ordinal == place && !argument.IsOut)
                    played.Set(part, argument.Value, argument.Operation);
            }
        }
        foreach (var argument in passed)
        {
            if (argument.Parameter is { } parameter)
                played.SetNamed(parameter.Name, argument.Value);
        }
        return played;
    }

    private Value PlayHandOver(IOperation call, FlowCall played, Value? receiver, List<Passed> passed)
    {
        CalledUnknown = true;
        UseReceiver(receiver, call);
        HandOver(CallSites.MethodOf(call), passed, call);
        if (played.Role is Role.Submit or Role.DeviceAccess)
        {
            UseHeld(played, call);
            TellDevice(call, played, passed);
        }
        foreach (var rule in _context.Rules)
        {
            if (rule.OnCall(played))
                break;
        }
        WriteOutputs(call, passed);
        return PlayWait(call, played.Contract);
    }

    /// <summary>The mapping that a call is about.</summary>
    private Value? Find(FlowCall played)
    {
        if (played.Contract.Creates)
            return null;
        if (played.Contract.IsScatterList)
            return played[Part.List] is { } list ? FindList(list) : null;
        if (played.Role == Role.Free && played[Part.Buffer] is { Kind: ValueKind.Memory } memory)
            return memory.Args[0];
        if ((played[Part.Address] ?? played[Part.Buffer]) is not { } address || BaseOf(address) is not { } handle)
            return null;
        return played.Contract.Kind == MappingKind.Held ? FindList(handle) : handle;
    }

    private Value FindList(Value list)
    {
        var key = Value.ListState(list);
        return State.Memory.TryGetValue(key, out var mapping) ? mapping : key;
    }

    private Value Create(IOperation call, FlowCall played, List<Passed> passed)
    {
        var contract = played.Contract;
        var info = new MappingInfo(call, _frame.ForeignCall ?? call, State.Round, contract)
        {
            Device = played[Part.Device],
            Buffer = played[Part.Buffer] ?? played[Part.List],
            Size = played[contract.Role == Role.MapSg ? Part.Count : Part.Size],
            Direction = played[Part.Direction],
            Attrs = played[Part.Attrs],
        };
        var mapping = new Value(ValueKind.Mapping, info);
        bool certain = contract.Failure is Failure.Exception or Failure.Never;
        CalledUnknown |= contract.Failure == Failure.Exception;
        State.Mappings[mapping] = new MappingState(certain ? Life.Live : Life.Unchecked, Owned: !contract.IsForGood);
        BeginCustody(mapping, played);
        if (contract.Kind == MappingKind.Held)
            MapInPlace(played[Part.Address], mapping);
        if (contract.Role == Role.MapSg)
        {
            if (played[Part.List] is { } list)
                State.Memory[Value.ListState(list)] = mapping;
            return contract.Failure == Failure.Zero ? Value.Count(mapping) : Answer(call, contract, mapping);
        }
        foreach (var argument in passed)
        {
            if (argument.Place is not null && argument.Parameter?.Ordinal == contract[Part.Address])
                Write(argument.Place, mapping, argument.Operation);
            else if (argument.Place is not null && argument.Parameter?.Ordinal == contract[Part.Buffer])
                Write(argument.Place, Value.Memory(mapping), argument.Operation);
        }
        if (contract[Part.Buffer] == MethodContract.Return)
            return Value.Memory(mapping);
        return contract[Part.Address] == MethodContract.Return ? mapping : Answer(call, contract, mapping);
    }

    /// <summary>What the call returns beside the mapping.</summary>
    private Value Answer(IOperation call, MethodContract contract, Value mapping) => contract.Failure switch
    {
        Failure.False => Terms.Not(Value.Failed(mapping)),
        Failure.Null or Failure.Zero or Failure.MinusOne or Failure.Negative or Failure.NonZeroStatus => Value.Status(mapping),
        _ => Fresh(call),
    };

    private Value Ask(IOperation call, FlowCall played) =>
        played.Mapping is { } mapping ? Value.Failed(mapping) : Fresh(call);

    private Value Sync(IOperation call, FlowCall played)
    {
        PassCustody(played);
        return PlainResult(call);
    }

    private Value Release(IOperation call, FlowCall played, List<Passed> passed)
    {
        EndCustody(played);
        if (played.Mapping is { } mapping)
        {
            bool known = State.Mappings.TryGetValue(mapping, out var before);
            if (!known)
                SilenceContents(mapping);
            if (!known || before!.Life != Life.Silent)
                State.Mappings[mapping] = (before ?? new MappingState(Life.Live, false)) with
                {
                    Life = before is { Life: Life.Failed } ? Life.Silent : Life.Released,
                    Owned = false,
                    ReleasedAt = before?.ReleasedAt ?? call,
                };
            ForgetAnswer(mapping);
            ClearHandle(call, played, passed);
        }
        return PlainResult(call);
    }

    private Value PlainResult(IOperation call) => Fresh(call);
}
