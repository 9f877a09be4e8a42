using System.Linq;
using XenDma.Debugging;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Generated legal use is not reported, and runs as it does without the checker.</summary>
public sealed class LegalScenarioTests
{
    private const ulong Seed = 2026;
    private const int Cases = 300;

    public static TheoryData<string> Releases => [.. Semantics.Releases.Select(static release => release.Name)];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Legal_use_is_silent_and_unchanged(string release)
    {
        var checkedModel = new CheckedModel();
        var runner = new CaseRunner(checkedModel, Catalogue.All);
        int overlaps = 0, mapped = 0;
        for (int i = 0; i < Cases; i++)
        {
            Scenario scenario = ScenarioGenerator.Make(SplitMix.SeedOf(Seed, i), 60, Semantics.Find(release)!);
            CaseResult result = runner.Run(scenario);
            Assert.True(result.Verdict is Verdict.Pass or Verdict.Inconclusive, $"seed {Seed}, case {i}: {result.Finding}");
            MisuseReport[] others = [.. checkedModel.Latest.Reports.Where(static report => !SharesALineOnly(report) && !IsOfAListAlone(report))];
            Assert.True(others.Length == 0, $"seed {Seed}, case {i}: {others.FirstOrDefault()}");
            Assert.Equal(0, checkedModel.Latest.UndecidedCount);
            overlaps += checkedModel.Latest.Reports.Count;
            mapped += checkedModel.Latest.LiveCount;
        }

        Assert.True(mapped > Cases, $"{mapped} mappings left at the ends of {Cases} cases, {overlaps} of them in one line with another");
    }

    /// <summary>The generator puts buffers of some bytes side by side, which the kernel reports: on a device that does not snoop they spoil each other.</summary>
    private static bool SharesALineOnly(MisuseReport report) =>
        report is { Misuse: Misuse.OverlapsActiveMapping, Mapping: { } mapping } && report.Call.CpuAddress is { } cpu &&
        (mapping.CpuAddress.Value + mapping.Size <= cpu.Value || cpu.Value + report.Call.Size <= mapping.CpuAddress.Value);

    /// <summary>The kernel's checker asks of a list's entries what no op asks, and the contract leaves open: that direct ones keep to the boundary.</summary>
    private static bool IsOfAListAlone(MisuseReport report) => report.Misuse == Misuse.MapsSegmentAcrossBoundary;

    private sealed class CheckedModel : IImplementation
    {
        private readonly ModelImplementation _model = new();

        public string Name => "checked model";

        public string Argument => _model.Argument;

        internal DmaDebug Latest { get; private set; } = null!;

        public IDmaOps Create(Machine machine, ScenarioMachine scenario) => Latest = new DmaDebug(_model.Create(machine, scenario), new DmaDebugOptions { MaxSegmentSize = ulong.MaxValue });
    }
}
