using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The means of a rule's tests: snippets are method bodies in a driver with a device, buffers and a port.</summary>
public abstract class RuleTest
{
    private const string Frame = """
        using System;
        using System.Collections.Generic;
        using XenDma;

        public interface IPort
        {
            bool Ready { get; }
            int Status();
            void Post(ulong address, int length);
            [DmaContract(DmaRole.Submit)] void Submit(DmaAddr address, int length);
        }

        public sealed class Driver(Device dev, Device other, IPort port, GuestBuffer buf, GuestBuffer buf2, ScatterList list, int n, bool flag)
        {
        $$
        }
        """;

    /// <summary>The snippet within the driver class.</summary>
    protected static string InClass(string members) => Frame.Replace("$$", members.TrimEnd(), System.StringComparison.Ordinal);

    /// <summary>The statements within a method of the driver class.</summary>
    protected static string InMethod(string statements) =>
        InClass("    public void Run()\n    {\n" + Indent(statements) + "\n    }");

    /// <summary>The markers in the source are what the analyzers report, no more and no less.</summary>
    protected static async Task CheckAsync(string source)
    {
        var compilation = TestCompilation.Create(source);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var found = await AnalyzerRunner.RunAsync(compilation);
        Assert.Equal(string.Join("\n", Markers.Read(source)), string.Join("\n", AnalyzerRunner.Lines(found)));
    }

    /// <summary>Messages with their places, and the source after each fix and after the fix of all.</summary>
    protected static async Task<string> DescribeAsync(string id, string source)
    {
        var text = new StringBuilder();
        var found = await AnalyzerRunner.RunAsync(source);
        foreach (var diagnostic in found)
        {
            text.Append(AnalyzerRunner.LineOf(diagnostic.Location)).Append(": ").Append(diagnostic.Id).Append(": ").Append(diagnostic.GetMessage());
            foreach (var other in diagnostic.AdditionalLocations)
                text.Append(" [line ").Append(AnalyzerRunner.LineOf(other)).Append(']');
            text.AppendLine();
        }
        if (!FixRunner.All.Any(fix => fix.FixableDiagnosticIds.Contains(id)))
            return text.ToString();
        var titles = await FixRunner.TitlesAsync(source, id);
        for (int i = 0; i < titles.Count; i++)
        {
            string result = await FixRunner.FixAllAsync(source, id, i);
            text.AppendLine().Append("== ").Append(titles[i]).AppendLine(" ==").Append(Body(result));
            IEnumerable<string> left = (await AnalyzerRunner.RunAsync(result)).Select(d => d.Id);
            Assert.DoesNotContain(id, left);
            Assert.Empty(left.Except(found.Select(d => d.Id)));
            Assert.Empty(TestCompilation.Create(result).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        }
        return text.ToString();
    }

    /// <summary>What stands in the driver class.</summary>
    private static string Body(string source)
    {
        int start = source.IndexOf("bool flag)", System.StringComparison.Ordinal);
        return start < 0 ? source : source[(source.IndexOf('{', start) + 2)..source.LastIndexOf('}')];
    }

    private static string Indent(string statements) =>
        string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line));
}
