using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Addresses;

/// <summary>XDMA5004: arithmetic on a bus address that leaves its mapping. One past the end is a limit, unless the device is given it.</summary>
internal sealed class LeavesMapping() : FlowRule(Descriptors.LeavesMapping)
{
    public override bool OnAddress(FlowAddress address)
    {
        if (address.Step != AddressStep.Moved || address.Info is not { Size: { } size } info || Distance(address.Value, address.Mapping!) is not { } distance
            || address.Frame.ForeignCall is not null || IsForSync(address))
            return false;
        bool beyond = Solver.Decide(address.Path, Terms.Less(size, distance)) == true || Solver.Decide(address.Path, Terms.Less(distance, Value.Int(0m))) == true;
        return beyond && Report(address, info, address.Operation, distance);
    }

    public override bool OnTold(FlowTold told)
    {
        if (told.Info is not { Size: { } size } info || told.Given is not { } given || !told.IsStart || told.Source is not { } source
            || told.Frame.ForeignCall is not null || Distance(given, told.Mapping!) is not { } distance || given.Equals(told.Mapping))
            return false;
        bool atEnd = Solver.Decide(told.Path, Terms.Equal(distance, size)) == true;
        bool overEnd = told.Size is { } bytes && Solver.Decide(told.Path, Terms.Less(distance, size)) == true
            && Solver.Decide(told.Path, Terms.Less(size, Terms.Add(distance, bytes))) == true;
        if (atEnd || overEnd)
            Report(told, info, source, distance);
        return false;
    }

    private bool Report(FlowEvent flow, MappingInfo info, IOperation place, Value distance)
    {
        string far = distance.Number is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "more";
        flow.ReportAt(
            Descriptor, place, null, Wording.Name(info), Wording.Value(info.Size, Wording.Written(info, Part.Size)), Wording.Line(info.Site),
            Wording.Text(place), far);
        return false;
    }

    private static Value? Distance(Value address, Value mapping)
    {
        if (address.IsOp("+") && mapping.Equals(Evaluator.MappingAt(address.Args[0])))
            return address.Args[1];
        var distance = Terms.Subtract(address, mapping);
        if (!distance.IsOp("-"))
            return distance;
        return address.IsOp("+") && address.Args[0].Equals(mapping) ? address.Args[1] : null;
    }

    /// <summary>The sum is what a sync is given: that the sync reaches outside is its own rule.</summary>
    private static bool IsForSync(FlowAddress address)
    {
        IOperation use = address.Operation;
        while (use.Parent is IConversionOperation)
            use = use.Parent;
        return use.Parent is IArgumentOperation { Parent: IInvocationOperation call }
            && address.Context.Catalog.Of(call.TargetMethod) is { } contract && (contract.Syncs || contract.Releases);
    }
}
