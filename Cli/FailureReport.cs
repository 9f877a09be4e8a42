using System.Collections.Generic;
using System.Linq;
using XenDma.Cli.Output;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Reports;

namespace XenDma.Cli;

/// <summary>The failures of one campaign: saved as soon as they are known, told at the end.</summary>
internal sealed class FailureReport
{
    private readonly List<string> _texts = [];

    /// <summary>Saves the failures of a campaign.</summary>
    internal FailureReport(string subject, ISubject implementation, CampaignResult result, VerifyRequest request) =>
        _texts.AddRange(result.Failures.Select(failure =>
            $"{FailureText.Of(subject, failure, request.Seed)}  {FailureRecord.Save(subject, implementation.Argument, failure, request.Seed, request.OutFolder)}{(request.Isolates ? " --isolate" : "")}"));

    internal void Print()
    {
        foreach (string text in _texts) Terminal.Line(text);
    }
}
