using System;
using System.IO;
using Spectre.Console;
using XenDma.Cli.Output;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Cli;

/// <summary>Tells of a failure: the invariant, the shrunk scenario as a table, where it is saved, and the command that replays it.</summary>
internal static class FailureReport
{
    internal static void Print(string subject, string argument, CampaignFailure failure, VerifyRequest request)
    {
        Scenario scenario = failure.Scenario;
        Finding finding = failure.Finding;
        string statement = Catalogue.Find(finding.Check)?.Statement ?? "The answer is not the model's, up to what the contract leaves open.";
        Terminal.Line($"{subject}: {failure.Verdict}: {finding.Check}: {statement}");
        Terminal.Line($"  case {failure.CaseIndex} of seed {request.Seed}; {scenario.Machine.Layout.FrameCount} guest frames, pool of {scenario.Machine.Pool.Slabs} slabs"
            + (scenario.Machine.Pool.Force ? ", forced" : ""));
        Table table = Terminal.Table("step", "call", "the model", "");
        for (int i = 0; i < scenario.Steps.Length && i <= finding.Step; i++)
        {
            string seen = i == finding.Step ? $"expected {finding.Expected}, got {finding.Actual}" : "";
            table.AddRow(new Text($"#{i}"), new Text(StepText.Of(scenario.Steps[i])), new Text(StepText.Of(scenario.Steps[i].Result)), new Text(seen));
        }

        Terminal.Console.Write(table);
        Terminal.Line($"  {Save(subject, argument, failure, request)}");
    }

    private static string Save(string subject, string argument, CampaignFailure failure, VerifyRequest request)
    {
        Scenario scenario = failure.Scenario;
        string spec = Catalogue.Find(failure.Finding.Check) is { } invariant ? $" --spec {invariant.Id}" : "";
        try
        {
            Directory.CreateDirectory(request.OutFolder);
            string path = Path.Combine(request.OutFolder, $"{subject.Replace(' ', '-')}-{scenario.Name}.json");
            ScenarioWriter.Save(scenario, path);
            return $"saved; replay with: xendma replay {path} --mode contract{spec} --impl {argument}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"not saved: {fault.Message.ReplaceLineEndings(" ")}";
        }
    }
}
