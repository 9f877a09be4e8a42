using System;
using System.IO;
using System.Linq;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Reports;

/// <summary>Keeps a failure: its scenario as a file, and the command that replays it.</summary>
public static class FailureRecord
{
    private static readonly char[] Unwanted = [.. Path.GetInvalidFileNameChars(), ' ', '/', '\\', ':'];

    /// <summary>Saves a failure's scenario.</summary>
    /// <param name="subject">What was run.</param>
    /// <param name="argument">What names it on a command line.</param>
    /// <param name="failure">What failed.</param>
    /// <param name="seed">The campaign's seed.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <returns>One line: the command that replays it, or why it could not be saved.</returns>
    public static string Save(string subject, string argument, CampaignFailure failure, ulong seed, string folder)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(subject);
        string name = new([.. $"{subject}-{failure.Finding.Check}-{seed}-{failure.CaseIndex}".Select(static letter => Unwanted.Contains(letter) ? '-' : letter)]);
        string path = Path.Combine(folder, name + ".json");
        string spec = Catalogue.Find(failure.Finding.Check) is { } invariant ? $" --spec {invariant.Id}" : "";
        try
        {
            Directory.CreateDirectory(folder);
            ScenarioWriter.Save(failure.Scenario, path);
            return $"saved; replay with: xendma replay {Quoted(path)} --mode contract{spec} --impl {Quoted(argument)}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"not saved: {fault.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>A word as a shell takes it.</summary>
    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
