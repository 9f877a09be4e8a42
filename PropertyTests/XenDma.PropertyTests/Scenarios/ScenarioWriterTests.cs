using System.IO;
using System.Linq;
using System.Text;
using XenDma.Specs.Generation;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

public class ScenarioWriterTests
{
    [Fact]
    public void ToLine_GivesTheLineThatWasRead()
    {
        Assert.Equal(Samples.Full, ScenarioWriter.ToLine(Samples.ReadOne(Samples.Full)));
    }

    [Fact]
    public void ToText_ReadsAsTheSame()
    {
        string text = ScenarioWriter.ToText(Samples.ReadOne(Samples.Full));

        Assert.Equal(Samples.Full, ScenarioWriter.ToLine(Samples.ReadOne(text, "a.json")));
        Assert.All(Samples.EveryStep, step => Assert.Contains("    " + step.Replace(",\"", ", \"").Split(':')[0], text));
        Assert.Equal(Samples.EveryStep.Length, text.Split('\n').Count(static line => line.StartsWith("    {\"op\": ", System.StringComparison.Ordinal)));
    }

    [Fact]
    public void ToText_BreaksOnlyWideLists()
    {
        string runs = string.Join(',', Enumerable.Range(0, 16).Select(static i => $"[{i},{1000 - (3 * i)},1]"));
        string machine = Samples.Machine.Replace("\"pool\"", $"\"p2m\":[{runs}],\"free\":[[0,4]],\"pool\"");

        string text = ScenarioWriter.ToText(Samples.ReadOne(Samples.Line(machine, """{"op":"init"}""")));

        Assert.Contains("\n    \"free\": [[0, 4]],\n", text);
        Assert.Contains("\n      [3, 991, 1],\n", text);
    }

    [Fact]
    public void ToLine_NoOwnedFrames_WritesNoP2m()
    {
        Scenario scenario = Samples.ReadOne(Samples.Steps());

        Assert.DoesNotContain("p2m", ScenarioWriter.ToLine(scenario));
        Assert.Null(Samples.ReadOne(ScenarioWriter.ToLine(scenario)).Machine.Layout.Owned);
    }

    [Theory]
    [InlineData("")]
    [InlineData("größer \"\\\n\t\u0001 \u2028 😀")]
    public void ToLine_KeepsAnyNameInOneLine(string name)
    {
        string line = ScenarioWriter.ToLine(Samples.ReadOne(Samples.Full) with { Name = name });

        Assert.Equal(name, Samples.ReadOne(line).Name);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void ToLine_LeavesOutWhatNoFileHolds()
    {
        Scenario scenario = Samples.ReadOne(Samples.Steps("""{"op":"slots_in_use"}""", """{"op":"cpu_fill","phys":0,"size":1,"seed":1}"""));
        Scenario run = scenario with { Steps = [scenario.Steps[0] with { Result = new Hang() }, scenario.Steps[1] with { Result = new Faulted("x") }, scenario.Steps[2] with { Result = new Done() }] };

        Assert.Equal(ScenarioWriter.ToLine(scenario), ScenarioWriter.ToLine(run));
    }

    [Fact]
    public void WriteLine_ManyScenarios_ReadAgain()
    {
        var stream = new MemoryStream();
        for (ulong seed = 0; seed < 200; seed++) ScenarioWriter.WriteLine(stream, ScenarioGenerator.Make(seed, 40, Semantics.Releases[(int)(seed % 3)]));
        string text = Encoding.UTF8.GetString(stream.ToArray());

        Scenario[] again = Samples.Read(text);

        Assert.Equal(200, again.Length);
        Assert.Equal(text, string.Concat(again.Select(static scenario => ScenarioWriter.ToLine(scenario) + "\n")));
        for (ulong seed = 0; seed < 200; seed++) Assert.True(Same.Scenarios(ScenarioGenerator.Make(seed, 40, Semantics.Releases[(int)(seed % 3)]), again[seed]));
    }
}
