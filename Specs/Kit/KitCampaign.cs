using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Reports;

namespace XenDma.Specs.Kit;

/// <summary>The one campaign behind the tests of a class, and what it means for each of them.</summary>
internal sealed class KitCampaign
{
    private static readonly ConcurrentDictionary<Type, Lazy<KitCampaign>> All = new();

    private readonly ISubject _implementation;
    private readonly KitOptions _options;
    private readonly CampaignResult _result;

    internal KitCampaign(ISubject implementation, KitOptions options)
    {
        _implementation = implementation;
        _options = options;
        _result = new Campaign(implementation, options.Campaign).Run();
    }

    /// <summary>The campaign of a class; it runs when first asked for, and a failure to run is every test's.</summary>
    internal static KitCampaign Of(Type tests, Func<ISubject> implementation, Func<KitOptions> options) => All.GetOrAdd(
        tests,
        _ => new Lazy<KitCampaign>(
            () => new KitCampaign(implementation(), options().WithEnvironment(Environment.GetEnvironmentVariable)), LazyThreadSafetyMode.ExecutionAndPublication)).Value;

    /// <summary>Returns where a check was exercised and held.</summary>
    /// <exception cref="ContractViolatedException">It does not hold.</exception>
    /// <exception cref="UntestedException">Nothing that it speaks of occurred.</exception>
    internal void Assert(string check)
    {
        CampaignFailure[] failures = [.. _result.Failures.Where(failure => failure.Finding.Check == check)];
        if (failures.Length > 0) throw new ContractViolatedException(string.Join('\n', failures.Select(Tell)));
        if (check != CaseRunner.AgreementId && _result.Exercised[check] == 0) throw new UntestedException(WhyUntested(Catalogue.Find(check)!));
        if (_result.Cases == _result.Skipped)
            throw new UntestedException($"untested: no scenario was run ({_options.Cases} cases asked for, {_result.Skipped} of a kind that the implementation cannot be asked for)");
    }

    private string Tell(CampaignFailure failure) =>
        FailureText.Of(_implementation.Name, failure, _options.Seed)
        + $"  {FailureRecord.Save(_implementation.Name, _implementation.Argument, failure, _options.Seed, _options.OutFolder)}\n";

    private string WhyUntested(Invariant invariant) =>
        $"untested: nothing that {invariant.Id} speaks of occurred in {_result.Cases} cases of seed {_options.Seed}; it needs {invariant.Needs}";
}
