using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>An implementation in child processes: a fault, an abort, a loop without end or memory without bound ends a child, becomes a verdict,
/// and the work goes on in a new one.</summary>
/// <remarks>One child for each thread that asks. The implementation is never loaded into this process.</remarks>
public sealed class IsolatedImplementation : ISubject, IDisposable
{
    private readonly ConcurrentBag<ChildProcess> _idle = [];
    private readonly LoadRequest _load;
    private int _deaths;
    private int _isDisposed;

    private IsolatedImplementation(LoadRequest load, string argument, ChildLimits limits)
    {
        _load = load;
        Argument = argument;
        Limits = limits;
        ChildProcess child = Start();
        LoadedReply loaded = Loaded(child);
        Name = loaded.Name;
        Offers = loaded.Offers;
        Return(child);
    }

    /// <summary>Why no child can be started from this process; null = it can.</summary>
    public static string? WhyNot => ChildStart.WhyNot;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Argument { get; }

    /// <inheritdoc/>
    public OfferedOps Offers { get; }

    /// <summary>What a child may use.</summary>
    public ChildLimits Limits { get; }

    /// <summary>How many children have died in the midst of their work.</summary>
    public int Deaths => Volatile.Read(ref _deaths);

    /// <summary>A native library that exports <c>xendma_ops</c>.</summary>
    /// <param name="file">The shared library.</param>
    /// <param name="limits">What a child may use; null = the usual.</param>
    /// <exception cref="ImplementationException">It cannot be loaded, or has no ops of this version of the ABI; or no child can be started.</exception>
    public static IsolatedImplementation Native(string file, ChildLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new IsolatedImplementation(new LoadRequest(file, null, ImplementationKind.Native), file, limits ?? new ChildLimits());
    }

    /// <summary>A type that implements <see cref="IDmaOps"/>, as <see cref="AssemblyImplementation"/> finds it.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="typeName">The type's full or simple name; null = the only one that implements the ops.</param>
    /// <param name="limits">What a child may use; null = the usual.</param>
    /// <exception cref="ImplementationException">The file cannot be loaded, or names no one implementation; or no child can be started.</exception>
    public static IsolatedImplementation Assembly(string file, string? typeName, ChildLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new IsolatedImplementation(
            new LoadRequest(file, typeName, ImplementationKind.Assembly), typeName is null ? file : $"{file}:{typeName}", limits ?? new ChildLimits());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = 1;
        while (_idle.TryTake(out ChildProcess? child)) child.Dispose();
    }

    /// <summary>Asks some child.</summary>
    /// <param name="request">What.</param>
    /// <param name="limits">What the child may use for it.</param>
    /// <param name="death">How the child ended, where there is no answer.</param>
    internal ChildReply? Ask(ChildRequest request, ChildLimits limits, out ChildDeath? death)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (!_idle.TryTake(out ChildProcess? child))
        {
            child = Start();
            Loaded(child);
        }

        ChildReply? reply = child.Ask(request, limits);
        death = child.Death;
        if (death is not null) Interlocked.Increment(ref _deaths);
        Return(child);
        return reply;
    }

    /// <summary>Replays a scenario in a child.</summary>
    internal ReplayOutcome Replay(Scenario scenario, ReplayMode mode, IReadOnlyList<Invariant> invariants)
    {
        var request = new ChildRequest
        {
            Replay = new ReplayRequest(mode, [.. invariants.Select(static invariant => invariant.Id)]),
            Scenario = ScenarioWriter.ToLine(scenario),
        };
        if (Ask(request, Limits, out ChildDeath? death) is { } reply) return reply.Replay!;
        return new ReplayOutcome(death!.Verdict, 0, IsolatedCaseRunner.FindingOf(scenario, death));
    }

    private static ChildProcess Start() => ChildProcess.Start();

    private LoadedReply Loaded(ChildProcess child)
    {
        ChildReply? reply = child.Ask(new ChildRequest { Load = _load with { File = Path.GetFullPath(_load.File) } }, Limits);
        if (reply?.Loaded is { } loaded) return loaded;
        string reason = reply?.Refused?.Replace(Path.GetFullPath(_load.File), _load.File, StringComparison.Ordinal)
            ?? $"{_load.File}: the process that loads it comes to nothing: {child.Death!.Reason}";
        child.Dispose();
        throw new ImplementationException(reason);
    }

    private void Return(ChildProcess child)
    {
        if (child.IsUsable && _isDisposed == 0) _idle.Add(child);
        else child.Dispose();
    }
}
