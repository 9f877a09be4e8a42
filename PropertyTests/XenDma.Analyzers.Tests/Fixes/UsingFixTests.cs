using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>A map, its checks, syncs and unmaps become one using declaration, where the mapping lives in one scope.</summary>
public sealed class UsingFixTests : RuleTest
{
    private const string Title = "Use a mapping that is unmapped when disposed (its map throws on failure)";
    private const string OwnersTitle = "Let a using declaration dispose it";

    [Fact]
    public async Task NestedBlocksAndComments_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public int Run()
            {
                using var log = new System.IO.StringWriter();
                foreach (var part in new[] { buf, buf2 })
                {
                    // The part is told whole.
                    DmaAddr bus = dev.MapSingle(part, 64, DmaDirection.Bidirectional); // both ways
                    if (dev.MappingError(bus))
                    {
                        // No room.
                        return -12;
                    }
                    port.Submit(bus, 64);
                    dev.SyncSingleForCpu(bus, 64, DmaDirection.Bidirectional);
                    if (part[0] != 0)
                    {
                        log.Write($"part at {bus.Value:x}");
                        return -5;
                    }
                    dev.SyncSingleForDevice(bus, 64, DmaDirection.Bidirectional);
                    dev.SyncSingleForCpu(bus + 16, 8, DmaDirection.Bidirectional);
                    port.Submit(bus + 16, 8);

                    // Over.
                    dev.UnmapSingle(bus, 64, DmaDirection.Bidirectional); // all of it
                }
                return 0;
            }
        """)));

    [Fact]
    public async Task MappingsThatLeaveTogether_BecomeOwnersTogether_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public bool Run()
            {
                var head = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(head))
                    return false;
                var tail = dev.MapSingle(buf2, 64, DmaDirection.ToDevice);
                if (dev.MappingError(tail))
                {
                    dev.UnmapSingle(head, 64, DmaDirection.ToDevice);
                    return false;
                }
                port.Post(head.Value, 64);
                port.Post(tail.Value, 64);
                if (!port.Ready)
                    return false;
                dev.UnmapSingle(tail, 64, DmaDirection.ToDevice);
                dev.UnmapSingle(head, 64, DmaDirection.ToDevice);
                return true;
            }
        """)));

    [Fact]
    public async Task WhatFollowsTheUnmap_KeepsItsPlace_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public int Run()
            {
                DmaAddr bus;
                bus = dev.MapSingle(buf, 64, DmaDirection.FromDevice);
                if (dev.MappingError(bus))
                    return -1;
                port.Submit(bus, 64);
                if (!port.Ready)
                    return -2;
                dev.UnmapSingle(bus, 64, DmaDirection.FromDevice);
                return buf[0];
            }
        """)));

    [Fact]
    public async Task FinallyThatOnlyUnmaps_Goes_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InClass("""
            public async System.Threading.Tasks.Task<bool> Run()
            {
                var bus = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(bus))
                    return false;
                if (!port.Ready)
                    throw new InvalidOperationException();
                try
                {
                    // It may take a while.
                    await System.Threading.Tasks.Task.Yield();
                    port.Submit(bus, 64);
                    return port.Status() == 0;
                }
                finally
                {
                    dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
                }
            }
        """)));

    [Fact]
    public async Task OwnerThatNobodyDisposes_GetsUsing_Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1004", InMethod("""
        // All of it.
        DmaMapping mapping = dev.Map(buf, DmaDirection.ToDevice);
        port.Submit(mapping.Address, mapping.Length);
        if (!port.Ready)
            return;
        mapping.Dispose();
        """)));

    [Theory]
    [InlineData("bool Run(List<DmaAddr> kept)", "if (n > 4) return false;\nkept.Add(a);\nreturn true;")]
    [InlineData("bool Run(DmaAddr[] kept)", "if (n > 4) return false;\nkept[0] = a;\nreturn true;")]
    [InlineData("DmaAddr Run()", "if (n > 4) return default;\nreturn a;")]
    [InlineData("System.Threading.Tasks.Task Run(Func<ulong, System.Threading.Tasks.Task> send)", "return send(a.Value);")]
    [InlineData("bool Run()", "if (n > 4) return false;\nport.Post(a.Value, 64);\na = default;\nreturn true;")]
    [InlineData("bool Run()", "if (n > 4) return false;\nRelease(a);\nreturn true;")]
    [InlineData("bool Run()", "if (n > 4) return false;\nif (a.Value == 0) return false;\ndev.UnmapSingle(a, 64, DmaDirection.ToDevice);\nreturn true;")]
    public async Task MappingThatMayOutliveItsScope_IsNotOffered(string signature, string statements)
    {
        string source = InClass($$"""
                private void Release(DmaAddr address) => dev.UnmapSingle(address, 64, DmaDirection.ToDevice);

                public {{signature}}
                {
                    var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                    if (dev.MappingError(a))
                        throw new InvalidOperationException();
                    {{statements}}
                }
            """);
        await AssertLeaksWithoutAsync(source, Title);
    }

    [Theory]
    [InlineData("var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);\nif (dev.MappingError(a)) return;\nif (n > 4) return;\ndev.UnmapSingle(a, 64, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);")]
    [InlineData("var a = dev.MapPage(new Page(default), 0, 64, DmaDirection.ToDevice);\nif (dev.MappingError(a)) return;\nif (n > 4) return;\ndev.UnmapPage(a, 64, DmaDirection.ToDevice);")]
    [InlineData("if (dev.MapSg(list, list.Count, DmaDirection.ToDevice) == 0) return;\nif (n > 4) return;\ndev.UnmapSg(list, list.Count, DmaDirection.ToDevice);")]
    public async Task MapWithoutAnOwningForm_IsNotOffered(string statements) => await AssertLeaksWithoutAsync(InMethod(statements), Title);

    [Theory]
    [InlineData("for (int i = 0; i < n; i++)\n{\nvar a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);\nif (dev.MappingError(a)) continue;\nif (!port.Ready) return;\ndev.UnmapSingle(a, 64, DmaDirection.ToDevice);\n}")]
    [InlineData("var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);\nif (dev.MappingError(a))\n{\nport.Post(0, 0);\nreturn;\n}\nif (!port.Ready) return;\ndev.UnmapSingle(a, 64, DmaDirection.ToDevice);")]
    [InlineData("var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);\nif (!dev.MappingError(a))\n{\nif (!port.Ready) return;\ndev.UnmapSingle(a, 64, DmaDirection.ToDevice);\n}\nport.Post(0, 0);")]
    public async Task FailureThatDoesMoreThanLeave_IsNotOffered(string statements) => await AssertLeaksWithoutAsync(InMethod(statements), Title);

    /// <summary>What is held meanwhile and cannot become an owner would be lost when the map throws.</summary>
    [Fact]
    public async Task MapWhileCoherentMemoryIsHeld_IsNotOffered() => await AssertLeaksWithoutAsync(
        InMethod("""
            var ring = dev.AllocCoherent(256, out var bus);
            if (ring is null)
                return;
            var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
            if (dev.MappingError(a))
            {
                dev.FreeCoherent(256, ring, bus);
                return;
            }
            port.Post(a.Value, 64);
            dev.FreeCoherent(256, ring, bus);
            """), Title);

    [Theory]
    [InlineData("private DmaMapping? _kept;\npublic void Run()\n{\nvar m = dev.Map(buf, DmaDirection.ToDevice);\nif (n > 4) return;\n_kept = m;\n}\npublic void Stop() => _kept?.Dispose();")]
    [InlineData("public DmaMapping? Run()\n{\nvar m = dev.Map(buf, DmaDirection.ToDevice);\nif (n > 4) return null;\nreturn m;\n}")]
    public async Task OwnerThatLivesOn_IsNotOffered(string members) => await AssertLeaksWithoutAsync(InClass(members), OwnersTitle);

    [Fact]
    public async Task ExpressionBody_IsNotOffered() =>
        await AssertLeaksWithoutAsync(InClass("    public string Where() => $\"{dev.Map(buf, DmaDirection.ToDevice).Address}\";"), OwnersTitle);

    private static async Task AssertLeaksWithoutAsync(string source, string title)
    {
        var leaks = System.Linq.Enumerable.Select(await AnalyzerRunner.RunAsync(source), d => d.Id);
        if (System.Linq.Enumerable.Contains(leaks, "XDMA1004"))
            Assert.DoesNotContain(title, await FixRunner.TitlesAsync(source, "XDMA1004"));
        else
            Assert.Fail("nothing leaks: " + string.Join(", ", leaks));
    }
}
