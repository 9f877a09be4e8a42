using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>A scenario on an implementation: the machine, the devices, and what each step returned so far.</summary>
public sealed partial class ScenarioRun : IDisposable
{
    private readonly IImplementation _implementation;
    private readonly bool _skipsDead;
    private readonly Returned[] _returned;

    /// <summary>Makes the scenario's machine; nothing runs yet.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="implementation">What runs it.</param>
    /// <param name="skipsDead">Leave steps out that stand on a mapping or an allocation that failed here; otherwise they are given the error value.</param>
    /// <exception cref="ArgumentException">The machine contradicts itself.</exception>
    public ScenarioRun(Scenario scenario, IImplementation implementation, bool skipsDead)
        : this(scenario, implementation, skipsDead, null)
    {
    }

    internal ScenarioRun(Scenario scenario, IImplementation implementation, bool skipsDead, Workbench? bench)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(implementation);
        Scenario = scenario;
        _implementation = implementation;
        _skipsDead = skipsDead;
        _sums = bench?.Sums;
        _returned = new Returned[scenario.Steps.Length];
        Machine = new Machine(scenario.Machine.LayoutOnPlatform, implementation.Allocate, bench?.Memory);
        Devices = [.. scenario.Machine.Devices.Select((traits, index) => new Device($"device {index}", traits.On(scenario.Machine.Platform)))];
        _buses = new BusMaster?[Devices.Count + 1];
    }

    /// <summary>The scenario.</summary>
    public Scenario Scenario { get; }

    /// <summary>The machine that it runs on.</summary>
    public Machine Machine { get; }

    /// <summary>The devices, by index.</summary>
    public IReadOnlyList<Device> Devices { get; }

    /// <summary>The implementation's instance; null before init and after a failed one.</summary>
    public IDmaOps? Ops
    {
        get;
        private set
        {
            field = value;
            Pool = value as IPoolInspection;
        }
    }

    /// <summary>The instance's pool, where it tells of it.</summary>
    public IPoolInspection? Pool { get; private set; }

    /// <summary>Whether init has failed, after which nothing can follow.</summary>
    public bool IsDead { get; private set; }

    /// <summary>What the implementation could not be asked for, if anything: nothing that follows can be judged.</summary>
    public string? NotOffered { get; private set; }

    /// <summary>The device that a step names.</summary>
    public Device? DeviceOf(int? index) => index is { } i ? Devices[i] : null;

    /// <summary>Runs a step; steps run in order, each once.</summary>
    /// <returns>What it answered; faults and breaches are answers too.</returns>
    public StepResult Execute(int index)
    {
        Step step = Scenario.Steps[index];
        if (IsDead || (_skipsDead && StandsOnDead(step)))
        {
            _returned[index].IsDead = true;
            return new NotRun();
        }

        try
        {
            StepResult result = Run(step, index);
            _returned[index].HasRun = true;
            return result;
        }
        catch (KernelHangException)
        {
            IsDead = true;
            return new Hang();
        }
        catch (KernelBugException)
        {
            _returned[index].IsDead = true;
            IsDead |= step is InitStep;
            return new Bug();
        }
        catch (NotOfferedException lacking)
        {
            NotOffered ??= $"step {index}: {lacking.Message}";
            _returned[index].IsDead = true;
            IsDead = true;
            return new NotRun();
        }
        catch (NonsenseException nonsense)
        {
            _returned[index].IsDead = true;
            return new Nonsense(nonsense.Message);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _returned[index].IsDead = true;
            return new Faulted(fault.Message);
        }
    }

    /// <summary>The number that an operand stands for, as a bus address.</summary>
    public DmaAddr Dma(Operand operand) => new(Resolve(operand, guest: false));

    /// <summary>The number that an operand stands for, as a guest address.</summary>
    public PhysAddr Phys(Operand operand) => new(Resolve(operand, guest: true));

    /// <summary>The number that an operand stands for, as a guest frame.</summary>
    public Pfn Frame(Operand operand) => operand.Step is null ? new Pfn(operand.Value) : Phys(operand).Pfn;

    /// <summary>The list of a map_sg step.</summary>
    public ScatterList ListOf(int step) => _returned[step].List ?? throw new MachineFaultException($"step {step} mapped no list");

    /// <summary>Whether what a step returned cannot be used: it failed here, or was left out.</summary>
    public bool IsDeadStep(int step) => _returned[step].IsDead;

    /// <summary>Whether a step was run and answered.</summary>
    public bool HasReturned(int step) => _returned[step].HasRun;

    /// <summary>The bus address that a map_page or alloc step returned, a failed one's as well.</summary>
    public DmaAddr ReturnedDma(int step) => new(_returned[step].Dma);

    /// <summary>Leaves the implementation's instance as it is: after a breach no call of it means anything any more, not even its end.</summary>
    internal void Abandon()
    {
        (Ops as IAbandonable)?.Abandon();
        Ops = Ops is IAbandonable ? null : Ops;
    }

    /// <summary>Ends the implementation's instance.</summary>
    internal void End()
    {
        IDmaOps? ops = Ops;
        Ops = null;
        (ops as IDisposable)?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Abandon();
        (Ops as IDisposable)?.Dispose();
        Machine.Dispose();
    }

    private ulong Resolve(Operand operand, bool guest)
    {
        if (operand.Step is not { } step) return operand.Value;
        ref Returned returned = ref _returned[step];
        ulong address = operand.Segment is { } segment
            ? guest ? ListOf(step).BufferAt(segment).Address.Value : ListOf(step).DmaAddressAt(segment).Value
            : guest ? returned.Phys : returned.Dma;
        if (returned.IsDead && !guest) address = DmaAddr.MappingError.Value;
        return unchecked(address + operand.Value);
    }

    private bool StandsOnDead(Step step) => step.Kind switch
    {
        StepKinds.MapPage => IsDeadOperand(((MapPageStep)step).Pfn),
        StepKinds.MapSg => StandsOnDead(((MapSgStep)step).Segments),
        StepKinds.UnmapPage => IsDeadOperand(((UnmapPageStep)step).Dma),
        StepKinds.SyncSingle => IsDeadOperand(((SyncSingleStep)step).Dma),
        StepKinds.DeviceFill => IsDeadOperand(((DeviceFillStep)step).Dma),
        StepKinds.DeviceSum => IsDeadOperand(((DeviceSumStep)step).Dma),
        StepKinds.UnmapSg => _returned[((UnmapSgStep)step).Map].IsDead,
        StepKinds.SyncSg => _returned[((SyncSgStep)step).Map].IsDead,
        StepKinds.Free when step is FreeStep free => IsDeadOperand(free.Phys) || IsDeadOperand(free.Dma),
        StepKinds.Mmap when step is MmapStep map => IsDeadOperand(map.Phys) || IsDeadOperand(map.Dma),
        StepKinds.GetSgTable when step is GetSgTableStep table => IsDeadOperand(table.Phys) || IsDeadOperand(table.Dma),
        StepKinds.CpuFill => IsDeadOperand(((CpuFillStep)step).Phys),
        StepKinds.CpuSum => IsDeadOperand(((CpuSumStep)step).Phys),
        StepKinds.P2m => IsDeadOperand(((P2mStep)step).Pfn),
        _ => false,
    };

    private bool StandsOnDead(ImmutableArray<ListEntry> entries)
    {
        foreach (ListEntry entry in entries)
        {
            if (IsDeadOperand(entry.Phys)) return true;
        }

        return false;
    }

    private bool IsDeadOperand(Operand operand) => operand.Step is { } step && _returned[step].IsDead;

    private struct Returned
    {
        internal ulong Phys;
        internal ulong Dma;
        internal ScatterList? List;
        internal bool IsDead;
        internal bool HasRun;
    }
}
