using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Generation;
using XenDma.Specs.Scenarios;

namespace XenDma.Benchmarks;

/// <summary>Long legal sequences of short mappings on one machine: what a step costs where the machine and the bytes cost next to nothing.</summary>
internal static class ShortMappings
{
    internal const ulong Seed = 1;
    private const ulong Buffers = 64;
    private const ulong PoolFrame = 512;
    private const ulong PoolSlots = 512;
    private const ulong FarMfn = 0x140000;
    private const int Held = 8;

    /// <summary>Maps and unmaps, a few of them live at a time.</summary>
    internal static Scenario MapsAndUnmaps(int steps, bool bounced) => Make(steps, bounced ? 1 : 0, syncs: false, touches: false);

    /// <summary>Each mapping is synced for the CPU and for the device before its unmap; half of them bounce.</summary>
    internal static Scenario Synced(int steps) => Make(steps, null, syncs: true, touches: false);

    /// <summary>As <see cref="Synced"/>, and the CPU writes before the map, the device reads or writes after it.</summary>
    internal static Scenario Touched(int steps) => Make(steps, null, syncs: true, touches: true);

    private static Scenario Make(int count, int? device, bool syncs, bool touches)
    {
        var random = new SplitMix(Seed);
        var steps = ImmutableArray.CreateBuilder<Step>(count);
        var live = new Queue<(int Step, MapPageStep Map)>();
        steps.Add(new InitStep());
        for (ulong turn = 0; steps.Count + 8 + Held < count; turn++)
        {
            ulong frame = turn % Buffers, size = random.Between(1, 512), offset = random.Between(0, XenPage.Size - size);
            DmaDirection direction = random.Pick(DmaDirection.ToDevice, DmaDirection.FromDevice, DmaDirection.Bidirectional);
            Operand phys = Operand.Literal(XenPage.ToAddress(frame) + offset);
            if (touches) steps.Add(new CpuFillStep(phys, size, turn & 0xFF));
            var map = new MapPageStep(device ?? (int)(turn & 1), Operand.Literal(frame), offset, size, direction, DmaAttrs.None);
            live.Enqueue((steps.Count, map));
            Operand dma = Operand.Of(steps.Count);
            steps.Add(map);
            if (touches) steps.Add(direction == DmaDirection.FromDevice ? new DeviceFillStep(map.Device, dma, size, turn & 0xFF) : new DeviceSumStep(map.Device, dma, size));
            if (syncs)
            {
                steps.Add(new SyncSingleStep(map.Device, dma, size, direction, ForCpu: true));
                steps.Add(new SyncSingleStep(map.Device, dma, size, direction, ForCpu: false));
            }

            if (live.Count == Held) Unmap();
        }

        while (live.Count > 0) Unmap();
        var scenario = new Scenario { Name = "short mappings", Machine = Guest(), Steps = steps.ToImmutable() };
        return Legality.IsLegal(scenario) ? scenario : throw new InvalidOperationException("the sequence breaks the contract");

        void Unmap()
        {
            (int made, MapPageStep map) = live.Dequeue();
            steps.Add(new UnmapPageStep(map.Device, Operand.Of(made), map.Size, map.Direction, DmaAttrs.None));
        }
    }

    /// <summary>Device 0 reaches all memory, device 1 none of the buffers.</summary>
    private static ScenarioMachine Guest() => new()
    {
        Semantics = Semantics.Contract.Name,
        Layout = new MachineLayout
        {
            FrameCount = PoolFrame + PoolFrame,
            Owned = [new FrameRun(0, FarMfn, Buffers), new FrameRun(PoolFrame, 2 * FarMfn, PoolFrame)],
            Free = [new FrameRange(PoolFrame, PoolFrame)],
            Spare = [new FrameRange(PoolFrame, PoolFrame)],
            ExchangeContents = ExchangeContents.Scramble,
        },
        Pool = new PoolOptions(PoolSlots, Early: true),
        Devices = [new DeviceTraits { DmaMask = ulong.MaxValue }, new DeviceTraits()],
    };
}
