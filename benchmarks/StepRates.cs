using System;
using System.Globalization;
using System.IO;
using System.Threading;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Isolation;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Benchmarks;

/// <summary>Steps that the kit runs in a second of one core's time: model and implementation beside each other, every invariant judging.</summary>
/// <remarks>Processor time, the child's and the collector's included, since other work shares the machine; the best of several turns.</remarks>
internal static class StepRates
{
    private const int Turns = 5;
    private const int Steps = 20_000;
    private const int Rounds = 50;
    private const int Cases = 10_000;

    internal static void Print()
    {
        Console.WriteLine($"seed {ShortMappings.Seed}; steps a second of processor time, {Turns} turns of the same work; bytes of managed heap a step");
        Console.WriteLine($"{"",-52}{"steps",10}{"best",14}{"middle",14}{"bytes",10}");
        PrintSequence("map, unmap: direct", ShortMappings.MapsAndUnmaps(Steps, bounced: false));
        PrintSequence("map, unmap: bounced", ShortMappings.MapsAndUnmaps(Steps, bounced: true));
        PrintSequence("map, two syncs, unmap: half bounced", ShortMappings.Synced(Steps));
        PrintSequence("the same, CPU and device write or read the bytes", ShortMappings.Touched(Steps));
        PrintRate("generated cases", () => Campaign(new ModelImplementation()));
        if (IsolatedImplementation.WhyNot is { } reason) Console.WriteLine($"through a child process: skipped: {reason}");
        else PrintIsolated();
    }

    private static void PrintIsolated()
    {
        string sample = Path.Combine(AppContext.BaseDirectory, "XenDma.Samples.BitmapSwiotlb.dll");
        Scenario scenario = ShortMappings.Synced(Steps);
        PrintSequence("map, two syncs, unmap on the C# sample", scenario, AssemblyImplementation.Load(sample, null));
        PrintRate("the same through a child process", () => InChild(sample, child => Replayed(scenario, child)));
        PrintRate("generated cases on the C# sample", () => Campaign(AssemblyImplementation.Load(sample, null), Platform.XenPv));
        PrintRate("the same through a child process", () => InChild(sample, child => Campaign(child, Platform.XenPv)));
    }

    /// <summary>A child of its own, so that all its time is known when it has ended: its start counts.</summary>
    private static long InChild(string sample, Func<ISubject, long> work)
    {
        using IsolatedImplementation child = IsolatedImplementation.Assembly(sample, null);
        return work(child);
    }

    /// <summary>The model answers here; the child gets all steps and answers at once, and runs and judges.</summary>
    private static long Replayed(Scenario scenario, ISubject child)
    {
        long steps = 0;
        for (int i = 0; i < Rounds; i++, steps += scenario.Steps.Length)
        {
            ReplayOutcome outcome = Replay.Run(CaseRunner.WithModelResults(scenario), child, ReplayMode.Contract, Catalogue.All);
            if (outcome.Verdict != Verdict.Pass) throw new InvalidOperationException($"{scenario}: {outcome.Finding}{outcome.Reason}");
        }

        return steps;
    }

    private static void PrintSequence(string name, Scenario scenario, IImplementation? implementation = null)
    {
        var runner = new CaseRunner(implementation ?? new ModelImplementation(), Catalogue.All);
        PrintRate(name, () =>
        {
            long steps = 0;
            for (int i = 0; i < Rounds; i++) steps += runner.Run(scenario) is { Verdict: Verdict.Pass } result ? result.StepsRun : throw new InvalidOperationException($"{name} fails");
            return steps;
        });
    }

    private static long Campaign(ISubject subject, params Platform[] platforms)
    {
        var options = new CampaignOptions
        {
            Cases = Cases,
            Seed = ShortMappings.Seed,
            Semantics = Semantics.Contract,
            Platforms = platforms is [] ? ScenarioGenerator.PlatformsOf(Semantics.Contract) : platforms,
            Parallelism = 1,
        };
        CampaignResult result = new Campaign(subject, options).Run();
        return result.Failures.Count == 0 ? result.Steps : throw new InvalidOperationException($"{subject.Name} fails");
    }

    private static void PrintRate(string name, Func<long> work)
    {
        long steps = work();
        double[] rates = new double[Turns];
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int turn = 0; turn < Turns; turn++)
        {
            TimeSpan start = ProcessorTime();
            work();
            rates[turn] = steps / (ProcessorTime() - start).TotalSeconds;
        }

        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        Array.Sort(rates);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52}{steps,10:N0}{rates[^1],14:N0}{rates[Turns / 2],14:N0}{bytes / Turns / (double)steps,10:N0}"));
    }

    /// <summary>This process's time and, where the system tells, that of its children that have ended.</summary>
    private static TimeSpan ProcessorTime()
    {
        const string Own = "/proc/self/stat";
        if (!File.Exists(Own)) return Environment.CpuUsage.TotalTime;

        // Behind the name, which may hold anything but ends with the last bracket: cutime and cstime are fields 16 and 17, in hundredths of a second.
        string[] fields = File.ReadAllText(Own).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long ticks = long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
        return Environment.CpuUsage.TotalTime + TimeSpan.FromMilliseconds(ticks * 10);
    }
}
