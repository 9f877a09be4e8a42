using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>A read of the device's memory can stand wherever an expression can: the sync comes right before it, each time that it is read, or
/// nothing is offered.</summary>
public sealed class ReadPlacementTests : RuleTest
{
    private const string First = "Sync for the CPU first";
    private const string Both = First + ", Read between syncs";

    /// <summary>Statements around a read between two submits, and what is offered for it.</summary>
    public static TheoryData<string, string> Placements => new()
    {
        { "while (buf[0] == 0) { }", Both },
        { "while (buf[0] == 0) ; // spin", Both },
        { "while (buf[0] == 0)\n    n++; // once more", Both },
        { "while (flag && buf[0] == 0)\n{\n    // Patience.\n    if (n++ > 9)\n        continue;\n}", Both },
        { "while (port.Status() == 1 && buf[0] == 0) { }", "" },
        { "while (buf[0] == 0 && port.Status() == 1) { }", Both },
        { "do\n{\n    n++;\n} while (buf[0] == 0);", Both },
        { "do\n{\n    if (flag)\n        continue;\n} while (buf[0] == 0);", "" },
        { "for (int i = 0; i < 9 && buf[0] == 0; i++)\n    n++;", Both },
        { "for (int i = 0; buf[i] != 0; i++) { }", Both },
        { "for (int i = 0; i < 9; i += buf[0]) { }", "" },
        { "for (int i = buf[0]; i < 9; i++)\n    n++;", Both },
        { "for (int spins = 0; spins < 9; spins++)\n{\n    if (buf[0] != 0)\n        break;\n}", Both },
        { "for (; ; )\n{\n    // Ready?\n    if (buf[n] == 0)\n        continue;\n    n++;\n}", Both },
        { "for (int i = 0; i < 9; i++)\n    n += buf[i];", Both },
        { "foreach (byte one in buf.Span)\n    n += one;", Both },
        { "foreach (int i in new[] { 1, 2 })\n    n += buf[i];", Both },
        { "if (flag && buf[0] == 1)\n    n++;", Both },
        { "if (port.Ready && buf[0] == 1)\n    n++;", "" },
        { "if (flag)\n    n++;\nelse if (buf[0] == 1)\n    n--;", Both },
        { "n = flag ? buf[0] : 1;", Both },
        { "n = port.Status() == 1 ? buf[0] : 1;", "" },
        { "n = port.Status() + buf[0];", "" },
        { "n = buf[0] + port.Status();", Both },
        { "n = n switch { 1 => buf[0], _ => 2 };", Both },
        { "switch (buf[0])\n{\n    case 1:\n        n++;\n        break;\n}", Both },
        { "switch (n)\n{\n    case 1 when buf[0] == 1:\n        n++;\n        break;\n}", Both },
        { "switch (n)\n{\n    case 1 when port.Ready:\n        break;\n    case 2 when buf[0] == 1:\n        n++;\n        break;\n}", "" },
        { "switch (n)\n{\n    case 1:\n        n += buf[0];\n        break;\n}", Both },
        { "int x = port.Status(), y = buf[0];", "" },
        { "int x = buf[0], y = port.Status();", Both },
        { "using (var stream = new System.IO.MemoryStream(buf[0]))\n    n++;", Both },
        { "lock (port)\n    n += buf[0];", Both },
        { "again: n += buf[0]; // once more\nif (n == 0)\n    goto again;", Both },
        { "Func<int> read = () => buf[0];\nn += read();", "" },
        { "Func<int> read = () => { return buf[0]; };\nn += read();", Both },
        { "int Read() => buf[0];\nn += Read();", "" },
        { "int Read()\n{\n    return buf[0];\n}\nn += Read();", Both },
        { "n += (from one in buf.Span.ToArray() select (int)one).Sum();", Both },
        { "_ = checked(n + (buf[0] << 2)); // wide", Both },
        { "if (n is 1 or 2 && buf[0] is var kind and > 3)\n    n = kind;", Both },
        { "n = Math.Max(n, buf[0]);", Both },
        { "n += await System.Threading.Tasks.Task.FromResult((int)buf[0]);", Both },
        { "n += await System.Threading.Tasks.Task.FromResult(n) + buf[0];", "" },
        { "if (flag)\n    return buf[0];", Both },
        { "if (flag)\n    return n > 0 ? buf[0] : port.Status();", Both },
        { "if (flag)\n    throw new InvalidOperationException(buf[0].ToString());", Both },
    };

    [Fact]
    public async Task EachPlacement_Snapshot()
    {
        var text = new System.Text.StringBuilder();
        foreach (string statements in Placements.Select(row => (string)row[0]))
        {
            text.Append("==== ").AppendLine(statements.Replace("\n", "\n     ", System.StringComparison.Ordinal));
            foreach (var (title, fixedOne) in await FixRunner.EachAsync(Source(statements), "XDMA4001"))
                text.Append("-- ").AppendLine(title).AppendLine(Between(fixedOne));
        }
        await Verifier.Verify(text.ToString());
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task Placement_IsRightOrNotOffered(string statements, string offered)
    {
        string source = Source(statements);
        Assert.Empty(Errors(source));
        int before = await CountAsync(source);
        Assert.True(before > 0, "the read is reported");
        var fixes = await FixRunner.EachAsync(source, "XDMA4001");

        Assert.Equal(offered, string.Join(", ", fixes.Select(fix => fix.Title).Distinct()));
        foreach (var (_, fixedOne) in fixes)
        {
            Assert.Empty(Errors(fixedOne));
            Assert.Equal(FixRunner.Comments(source), FixRunner.Comments(fixedOne));
            Assert.True(await CountAsync(fixedOne) <= before);
        }
    }

    private static string Source(string statements) => $$"""
        using System.Linq;
        {{InClass("    public async System.Threading.Tasks.Task<int> RunAsync()\n    {\n" + $$"""
                var a = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(a))
                    return 0;
                port.Submit(a, 64);
                /* start */
                {{statements.Replace("\n", "\n        ", System.StringComparison.Ordinal)}}
                /* end */
                port.Submit(a, 64);
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                return n;
            }
        """)}}
        """;

    private static async Task<int> CountAsync(string source) => (await AnalyzerRunner.RunAsync(source)).Count(d => d.Id == "XDMA4001");

    private static IEnumerable<Diagnostic> Errors(string source) => TestCompilation.Create(source).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    private static string Between(string source)
    {
        int start = source.IndexOf("port.Submit(a, 64);", System.StringComparison.Ordinal) + "port.Submit(a, 64);".Length;
        return source[start..source.LastIndexOf("port.Submit", System.StringComparison.Ordinal)].Trim('\n', ' ');
    }
}
