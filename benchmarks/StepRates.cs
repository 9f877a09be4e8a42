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
    private const int Steps = 100_000;
    private const int Cases = 2_000;

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
    }

    private static void PrintSequence(string name, Scenario scenario)
    {
        var runner = new CaseRunner(new ModelImplementation(), Catalogue.All);
        PrintRate(name, () => runner.Run(scenario) is { Verdict: Verdict.Pass } result ? result.StepsRun : throw new InvalidOperationException($"{name} fails"));
    }

    private static long Campaign(ISubject subject)
    {
        var options = new CampaignOptions { Cases = Cases, Seed = ShortMappings.Seed, Semantics = Semantics.Contract, Platforms = ScenarioGenerator.PlatformsOf(Semantics.Contract), Parallelism = 1 };
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
            TimeSpan start = Environment.CpuUsage.TotalTime;
            work();
            rates[turn] = steps / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }

        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        Array.Sort(rates);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52}{steps,10:N0}{rates[^1],14:N0}{rates[Turns / 2],14:N0}{bytes / Turns / (double)steps,10:N0}"));
    }
}
