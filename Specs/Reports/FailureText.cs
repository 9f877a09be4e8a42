using System;
using System.Linq;
using System.Text;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Reports;

/// <summary>Tells of a failure: the clause that does not hold, where it was found, the machine, and the shrunk scenario as a table.</summary>
public static class FailureText
{
    /// <summary>What is compared where no invariant speaks.</summary>
    public const string AgreementStatement = "Every answer is the model's, up to what the contract leaves open.";

    /// <summary>The failure in lines, each with its line end.</summary>
    /// <param name="subject">What was run.</param>
    /// <param name="failure">What failed.</param>
    /// <param name="seed">The campaign's seed.</param>
    public static string Of(string subject, CampaignFailure failure, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Scenario scenario = failure.Scenario;
        Finding finding = failure.Finding;
        Invariant? broken = Catalogue.Find(finding.Check);
        var text = new StringBuilder();
        text.Append($"{subject}: {failure.Verdict}: {finding.Check}: {broken?.Statement ?? StatementOf(failure.Verdict)}\n");
        if (broken is not null) text.Append($"  source: {broken.Source}\n");
        text.Append($"  case {failure.CaseIndex} of seed {seed}, shrunk to {scenario.Steps.Length} steps\n");
        foreach (string line in MachineText.LinesOf(scenario.Machine)) text.Append($"  {line}\n");
        return text.Append(TableOf(failure)).ToString();
    }

    private static string StatementOf(Verdict verdict) => verdict switch
    {
        Verdict.Crashed => "A legal call returns: it neither faults nor takes its process down.",
        Verdict.TimedOut => "A legal call returns.",
        _ => AgreementStatement,
    };

    private static TextTable TableOf(CampaignFailure failure)
    {
        var table = new TextTable("step", "call", "result", "expected");
        for (int i = 0; i < failure.Scenario.Steps.Length && i <= failure.Finding.Step; i++)
        {
            Step step = failure.Scenario.Steps[i];
            string result = failure.Answers.ElementAtOrDefault(i) is { } answer ? StepText.Of(answer) : "";
            string owed = step.Result is null ? "" : StepText.Of(step.Result);
            string expected = i == failure.Finding.Step ? Expected(failure.Finding, result) : owed == result ? "" : $"the model: {owed}";
            table.Add($"#{i}", StepText.Of(step), result, expected);
        }

        return table;
    }

    private static string Expected(Finding finding, string result) =>
        finding.Actual == result ? finding.Expected : $"{finding.Expected}; got {finding.Actual}";
}
