using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>Answers on their way from a child: as the results of the scenario's own steps, in the form of files.</summary>
internal static class AnswersText
{
    internal static string ToLine(Scenario scenario, IReadOnlyList<StepResult> answers) =>
        ScenarioWriter.ToLine(scenario with { Steps = [.. scenario.Steps.Select((step, i) => step with { Result = i < answers.Count ? answers[i] : null })] });

    /// <summary>The answers as far as files can hold them; a result that no file holds ends them.</summary>
    /// <param name="line">What <see cref="ToLine"/> wrote.</param>
    /// <param name="count">How many there are at most.</param>
    internal static IReadOnlyList<StepResult> Parse(string line, int count)
    {
        try
        {
            Scenario scenario = ScenarioParser.Parse("answers", 1, Encoding.UTF8.GetBytes(line));
            return [.. scenario.Steps.Take(count).Select(static step => step.Result ?? (step is CpuFillStep or DeviceFillStep ? new Done() : null)).TakeWhile(static result => result is not null).Select(static result => result!)];
        }
        catch (ScenarioException)
        {
            // An answer that no file may hold: the finding tells of it.
            return [];
        }
    }
}
