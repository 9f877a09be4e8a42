using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>What a fix of any rule puts before a statement, in its place, or out of the way is right there for every turn and every branch, or is not offered.</summary>
public sealed class FixPlacementTests : RuleTest
{
    private const string Map = "var a = dev.MapSingle(buf, 64, DmaDirection.{0});\nif (dev.MappingError(a))\n    return;\n";
    private const string Unmap = "\ndev.UnmapSingle(a, 64, DmaDirection.{0});";

    /// <summary>The rule, statements, and what the driver says after each fix; nothing where none is offered.</summary>
    public static TheoryData<string, string, string[]> Placements => new()
    {
        // Writes.
        { "XDMA4002", Mapped("ToDevice", "Func<int> set = () => buf[0] = 1;\nset();\nport.Submit(a, 64);"), [] },
        { "XDMA4002", Mapped("ToDevice", "while ((buf[0] = (byte)port.Status()) == 0) { }\nport.Submit(a, 64);"), [] },
        { "XDMA4002", Mapped("ToDevice", "if (flag)\n    buf[0] = 1;\nport.Submit(a, 64);"), ["if (flag) { buf[0] = 1; dev.SyncSingleForDevice(a, 64, DmaDirection.ToDevice); }", "if (flag) buf[0] = 1; var a"] },
        // Handed back.
        { "XDMA4003", Mapped("Bidirectional", "dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);\nbuf[0] = 1;\nif (flag && Ask(a))\n    n++;"),
            ["dev.SyncSingleForDevice(a, 64, DmaDirection.Bidirectional); if (flag && Ask(a))"] },
        { "XDMA4003", Mapped("Bidirectional", "dev.SyncSingleForCpu(a, 64, DmaDirection.Bidirectional);\nbuf[0] = 1;\nwhile (Ask(a))\n    n++;"),
            ["buf[0] = 1; dev.SyncSingleForDevice(a, 64, DmaDirection.Bidirectional); while (Ask(a))"] },
        // Addresses lost.
        { "XDMA1005", "DmaAddr a = default;\nfor (int i = 0; i < n; a = dev.MapSingle(buf, 64, DmaDirection.ToDevice), i++)\n    port.Submit(a, 64);", [] },
        // Read once.
        { "XDMA7002", Coherent("if (n < table.Length && table[n] < 4)\n    port.Post(0, counts[table[n]]);"), [] },
        { "XDMA7002", Coherent("while (table[0] < 4)\n    n += counts[table[0]];"), [] },
        { "XDMA7002", Coherent("if (port.Ready && table[0] < 4)\n    n += counts[table[0]];"), [] },
        { "XDMA7002", Coherent("if (table[0] < 4 && port.Ready)\n    n += counts[table[0]];"), ["var value = table[0]; if (value < 4 && port.Ready) n += counts[value];"] },
        { "XDMA7002", Coherent("Func<int> pick = () => table[0] < 4 ? counts[table[0]] : 0;\nn += pick();"), [] },
        // Maps.
        { "XDMA5003", "port.Submit(new DmaAddr(buf.Address.Value), 64);", ["using var mapping = dev.Map(buf, DmaDirection.Bidirectional); port.Submit(mapping.Address, 64);"] },
        { "XDMA5003", "if (flag)\n    port.Submit(new DmaAddr(buf.Address.Value), 64);\nelse\n    n++;", ["{ using var mapping = dev.Map(buf, DmaDirection.Bidirectional); port.Submit(mapping.Address, 64); } else"] },
        { "XDMA5003", "Action send = () => port.Submit(new DmaAddr(buf.Address.Value), 64);\nsend();", [] },
        { "XDMA5003", "for (int i = 0; i < n; port.Submit(new DmaAddr(buf.Address.Value), 64), i++) { }", [] },
        // Results that were ignored: an else stays with its if.
        { "XDMA2006", "if (flag)\n    dev.SetMask(uint.MaxValue);\nelse\n    n++;", ["if (flag) { if (!dev.SetMask(uint.MaxValue)) return; } else n++;"] },
        { "XDMA2006", "// Wide.\ndev.SetMask(uint.MaxValue); // or not\nn++;", ["// Wide. if (!dev.SetMask(uint.MaxValue)) return; // or not n++;"] },
        { "XDMA2006", "if (flag)\n    dev.SetMask(uint.MaxValue); // why\nelse\n    n++;", ["{ if (!dev.SetMask(uint.MaxValue)) return; // why } else n++;"] },
        { "XDMA2006", "Action set = () => { dev.SetMask(uint.MaxValue); };\nset();", [] },
        { "XDMA2006", "Action set = () => dev.SetMask(uint.MaxValue);\nset();", [] },
        { "XDMA2006", "for (int i = 0; i < n; dev.SetMask(uint.MaxValue), i++) { }", [] },
        { "XDMA2006", "Apply();\nvoid Apply()\n{\n    dev.SetMask(uint.MaxValue);\n}", ["{ if (!dev.SetMask(uint.MaxValue)) return; }"] },
        { "XDMA2006", "Apply();\nSystem.Threading.Tasks.Task Apply()\n{\n    dev.SetMask(uint.MaxValue);\n    return System.Threading.Tasks.Task.CompletedTask;\n}",
            ["if (!dev.SetMask(uint.MaxValue)) return System.Threading.Tasks.Task.CompletedTask;"] },
        { "XDMA2006", "Apply();\nSystem.Threading.Tasks.Task<int> Apply()\n{\n    dev.SetMask(uint.MaxValue);\n    return System.Threading.Tasks.Task.FromResult(1);\n}",
            ["if (!dev.SetMask(uint.MaxValue)) return System.Threading.Tasks.Task.FromResult<int>(default!);"] },
        // Calls that go take nothing else with them.
        { "XDMA1003", Mapped("ToDevice", "port.Submit(a, 64);\ndev.UnmapSingle(a, 64, DmaDirection.ToDevice);\n// Why.\nif (flag)\n    n--;\nelse"), ["if (flag) n--; else { }"] },
        { "XDMA1001", Mapped("ToDevice", "port.Submit(a, 64);") + "\nif (flag)\n    dev.SyncSingleForDevice(a, 64, DmaDirection.ToDevice);\nelse\n    n++;", ["if (flag) { } else n++;"] },
        { "XDMA1001", Mapped("ToDevice", "port.Submit(a, 64);") + "\ndev.SyncSingleForDevice(a, n++, DmaDirection.ToDevice);", [] },
        { "XDMA1001", Mapped("ToDevice", "port.Submit(a, 64);") + "\nAction late = () => dev.SyncSingleForDevice(a, 64, DmaDirection.ToDevice);\nlate();", [] },
        // Operands.
        { "XDMA3001", "var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);\nif (dev.MappingError(a))\n    return;\nAction end = () => dev.UnmapSingle(a, 32, DmaDirection.ToDevice);\nend();",
            [] },
        { "XDMA5002", "Func<uint, ulong> at = pfn => pfn << 12;\nn += (int)at(3);", ["pfn => (ulong)pfn << 12"] },
        { "XDMA5001", Mapped("ToDevice", "Func<ulong, uint> low = one => (uint)one;\nport.Post(low(a.Value), 64);"), [] },
    };

    /// <summary>As <see cref="Placements"/>, of members that have no statements.</summary>
    public static TheoryData<string, string, string[]> Members => new()
    {
        { "XDMA5001", "public uint Low(DmaAddr a) => (uint)a.Value;", ["public ulong Low(DmaAddr a) => a.Value;"] },
        { "XDMA5001", "public uint Low => (uint)dev.MapSingle(buf, 64, DmaDirection.ToDevice).Value;", [] },
        { "XDMA5002", "public ulong At(uint pfn) => pfn << 12;", ["=> (ulong)pfn << 12;"] },
        { "XDMA5002", "public ulong this[uint pfn] => pfn << 12;", ["=> (ulong)pfn << 12;"] },
        { "XDMA5003", "public void Send() => port.Submit(new DmaAddr(buf.Address.Value), 64);", [] },
        { "XDMA5003", "public bool Sent { get => Ask(new DmaAddr(buf.Address.Value)); }", [] },
        { "XDMA2006", "public void Set() => dev.SetMask(uint.MaxValue);", [] },
        { "XDMA2006", "public int Bits { set => dev.SetMask((ulong)value); }", [] },
        { "XDMA1005", "public void Lose() => dev.MapSingle(buf, 64, DmaDirection.ToDevice);", [] },
        {
            "XDMA4001", """
            public IEnumerable<int> Each()
            {
                using var m = dev.Map(buf, DmaDirection.FromDevice);
                port.Submit(m.Address, 64);
                yield return buf[0];
                port.Submit(m.Address, 64);
            }
            """, ["m.SyncForCpu(); var value = buf[0]; m.SyncForDevice(); yield return value;"]
        },
    };

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task Fix_IsRightOrNotOffered(string id, string statements, string[] expected) => await CheckAsync(
        id, "public void Run()\n    {\n        " + statements.Replace("\n", "\n        ", System.StringComparison.Ordinal) + "\n    }", expected);

    [Theory]
    [MemberData(nameof(Members))]
    public async Task FixInAMember_IsRightOrNotOffered(string id, string member, string[] expected) => await CheckAsync(id, member, expected);

    private static async Task CheckAsync(string id, string member, string[] expected)
    {
        string source = InClass("    [DmaContract(DmaRole.Submit)] private bool Ask(DmaAddr address) => port.Ready;\n\n    " + member);
        Assert.Empty(Errors(source));
        Assert.Contains(id, (await AnalyzerRunner.RunAsync(source)).Select(d => d.Id));

        var fixes = await FixRunner.EachAsync(source, id);

        string all = string.Join("\n====\n", fixes.Select(fix => fix.Title + "\n" + fix.Source[fix.Source.IndexOf("Ask(", System.StringComparison.Ordinal)..]));
        Assert.True(fixes.Count == 0 || expected.Length > 0, all);
        Assert.All(fixes, fix => Assert.Empty(Errors(fix.Source)));
        Assert.All(fixes, fix => Assert.Equal(FixRunner.Comments(source), FixRunner.Comments(fix.Source)));
        Assert.All(expected, wanted => Assert.True(fixes.Any(fix => Flat(fix.Source).Contains(wanted, System.StringComparison.Ordinal)), wanted + "\n" + all));
    }

    private static string Mapped(string direction, string statements) =>
        Map.Replace("{0}", direction, System.StringComparison.Ordinal) + statements + Unmap.Replace("{0}", direction, System.StringComparison.Ordinal);

    private static string Coherent(string statements) =>
        $"var table = dev.AllocCoherent(64, out DmaAddr bus);\nif (table is null)\n    return;\nvar counts = new int[4];\nport.Submit(bus, 64);\n{statements}\ndev.FreeCoherent(64, table, bus);";

    private static string Flat(string source) => System.Text.RegularExpressions.Regex.Replace(source, @"\s+", " ");

    private static System.Collections.Generic.IEnumerable<Diagnostic> Errors(string source) =>
        TestCompilation.Create(source).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
}
