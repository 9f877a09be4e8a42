using System;
using System.Threading;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Where cases run: in this process or in others. Called from several threads at once.</summary>
internal interface ICaseRunner
{
    /// <summary>Why no more cases are run, if so.</summary>
    string? Stopped => null;

    /// <summary>Until disposed, the cases that run are known to fail: less patience will do.</summary>
    IDisposable? BeginShrinking() => null;

    /// <summary>Runs a scenario beside the model, to its first finding.</summary>
    CaseResult Run(Scenario scenario);

    /// <summary>Runs cases of a campaign.</summary>
    /// <param name="options">The campaign.</param>
    /// <param name="first">The first case.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends early, with what is done.</param>
    CaseTally Run(CampaignOptions options, int first, int count, CancellationToken cancellation);
}

/// <summary>Told where a run is, for whoever outlives it.</summary>
internal interface IRunProgress
{
    /// <summary>A case begins.</summary>
    void BeginCase(long index);

    /// <summary>A step begins.</summary>
    void BeginStep(int index);
}
