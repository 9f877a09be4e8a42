using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeFixes;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Fixes;

/// <summary>Fixing all reaches as far as it is asked to, and no further.</summary>
public sealed class FixAllTests : RuleTest
{
    private const string Rule = "XDMA1003";

    [Theory]
    [InlineData(FixAllScope.Document, "Nic0.cs")]
    [InlineData(FixAllScope.Project, "Nic0.cs", "Nic1.cs")]
    [InlineData(FixAllScope.Solution, "Nic0.cs", "Nic1.cs", "Disk0.cs")]
    public async Task Scope_IsKept(FixAllScope scope, params string[] files)
    {
        var projects = new Dictionary<string, string[]> { ["Nic"] = [Driver("A"), Driver("B")], ["Disk"] = [Driver("C")] };

        IReadOnlyDictionary<string, string> results = await FixRunner.FixAllAsync(projects, Rule, scope);

        Assert.Equal(3, results.Count);
        foreach ((string file, string text) in results)
            Assert.Equal(files.Contains(file) ? 0 : 2, (await AnalyzerRunner.RunAsync(text)).Count(d => d.Id == Rule));
    }

    /// <summary>Two methods with one mistake each.</summary>
    private static string Driver(string name) => $$"""
        using XenDma;
        public sealed class {{name}}(Device dev, GuestBuffer buf)
        {
            public void One()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }

            public void Two()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            }
        }
        """;
}
