using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4004: a sync that the mapping's direction makes wrong.</summary>
internal sealed class SyncAgainstDirection() : FlowRule(Descriptors.SyncAgainstDirection)
{
    public override bool OnCall(FlowCall call)
    {
        if (!call.Contract.Syncs || call.State is { Life: Life.Failed or Life.Silent or Life.Released } || call.Place is not { } place)
            return false;
        bool forCpu = call.Role is Role.SyncForCpu or Role.SyncSgForCpu;
        string? wrong = forCpu ? ForCpu(call) : ForDevice(call);
        return wrong is not null && call.ReportAt(Descriptor, place, null, Wording.Address(call), forCpu ? "synced for the CPU" : "synced for the device", wrong);
    }

    private static string? ForCpu(FlowCall call)
    {
        // A direction that is computed serves both ways, and one that differs from the map's is that mistake.
        var written = call.Source(Part.Direction);
        if (written is not null && (!written.ConstantValue.HasValue || DirectionNames.Of(call.Contract, call[Part.Direction], written) != "ToDevice"))
            return null;
        bool onlyReads = call.Info is null ? call.Mapping is not null && written is not null : call.Custody is { DeviceReads: true, DeviceWrites: false };
        return onlyReads ? "it is mapped ToDevice, and the device writes nothing there" : null;
    }

    private static string? ForDevice(FlowCall call)
    {
        // Another direction than the map's is that mistake.
        if (DirectionNames.Of(call.Contract, call[Part.Direction], call.Source(Part.Direction)) is not (null or "FromDevice"))
            return null;
        return call.Custody is { IsForeign: false, DeviceWrites: true, DeviceReads: false, SyncedForCpu: false, SkippedAtMap: false }
            ? "it is mapped FromDevice, and the CPU did not have it since" : null;
    }
}
