using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>Methods of thousands of lines are judged to their end.</summary>
public sealed class LongMethodTests : RuleTest
{
    private const int Transfers = 400;

    [Fact]
    public Task TransfersOneByOne_OnlyTheWrongOneGetsADiagnostic() => CheckAsync(InMethod(Repeat(i => $$"""
        var a{{i}} = dev.MapSingle(buf, n, DmaDirection.Bidirectional);
        if (dev.MappingError(a{{i}}))
            return;
        port.Post(a{{i}}.Value, n);
        int s{{i}} = port.Status();
        if (s{{i}} < 0 && flag)
            port.Post(a{{i}}.Value + 8, n - 8);
        dev.UnmapSingle(a{{i}}, n, DmaDirection.{{(i == Transfers - 1 ? "ToDevice); // expect: XDMA3002" : "Bidirectional);")}}

        """)));

    [Fact]
    public Task TransfersHeldToTheEnd_GetNothing() => CheckAsync(InMethod(Held(Transfers)));

    [Fact]
    public Task AfterMoreTransfersThanPaths_TheNextMistakeIsSeen() => CheckAsync(InMethod(Held(Transfers) + """

        var late = dev.MapSingle(buf, n, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(late))
            return;
        port.Post(late.Value, n);
        """));

    [Fact]
    public async Task FlagsThatTellWhatIsMapped_AreNeverTakenForALeak()
    {
        // The result of each check is kept as a number, so that paths that are merged no longer know which mappings failed.
        string source = InMethod(Repeat(i => $$"""
            var a{{i}} = dev.MapSingle(buf, n, DmaDirection.ToDevice);
            int rc{{i}} = dev.MappingError(a{{i}}) ? -5 : 0;
            if (rc{{i}} == 0)
                port.Post(a{{i}}.Value, n);

            """) + Repeat(i => $"if (rc{i} == 0) dev.UnmapSingle(a{i}, n, DmaDirection.ToDevice);\n"));

        Assert.Empty(AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(source)));
    }

    private static string Held(int transfers)
    {
        string map = Repeat(i => $$"""
            var a{{i}} = dev.MapSingle(buf, n, DmaDirection.ToDevice);
            bool failed{{i}} = dev.MappingError(a{{i}});
            if (!failed{{i}})
                port.Post(a{{i}}.Value, n);

            """);
        return map + string.Concat(Enumerable.Range(0, transfers).Reverse().Select(i => $"if (!failed{i}) dev.UnmapSingle(a{i}, n, DmaDirection.ToDevice);\n"));
    }

    private static string Repeat(System.Func<int, string> text)
    {
        var all = new StringBuilder();
        for (int i = 0; i < Transfers; i++)
            all.Append(CultureInfo.InvariantCulture, $"{text(i)}");
        return all.ToString();
    }
}
