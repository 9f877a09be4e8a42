using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>What is measured: code that is all DMA, code without, and long methods.</summary>
internal static class Workloads
{
    /// <summary>How many lines each workload of several files has.</summary>
    public static int Lines { get; set; } = 100_000;

    private static readonly int[] MethodLines = [1000, 2000, 4000, 8000];

    /// <summary>Where the drivers of the tests' corpus lie.</summary>
    public static string Corpus { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>All workloads, small ones first.</summary>
    public static IEnumerable<Workload> All =>
    [
        .. MethodLines.Select(lines => Method("done one by one", lines, OneByOne)),
        .. MethodLines.Select(lines => Method("held to the end", lines, HeldToTheEnd)),
        new Workload("no DMA, API not referenced", WithoutDma(Lines), Compilations.BaseLibrary),
        new Workload("no DMA, API referenced", WithoutDma(Lines), Compilations.WithApi),
        new Workload("half DMA", [.. Drivers(Lines / 2), .. WithoutDma(Lines / 2)], Compilations.WithApi),
        new Workload("all DMA", Drivers(Lines), Compilations.WithApi),
    ];

    private static List<string> Drivers(int lines)
    {
        string[] files = [.. Directory.GetFiles(Corpus, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "ConsumerApi.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        List<string> sources = [];
        for (int copy = 0, written = 0; written < lines; copy++)
        {
            foreach (string file in files)
            {
                sources.Add(file.Replace("namespace Corpus", $"namespace Copy{copy}.Corpus", StringComparison.Ordinal));
                written += file.Count(c => c == '\n');
            }
        }
        return sources;
    }

    private static List<string> WithoutDma(int lines)
    {
        string template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PlainService.txt"));
        int each = template.Count(c => c == '\n');
        return [.. Enumerable.Range(0, lines / each).Select(i => template.Replace("$$", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))];
    }

    private static Workload Method(string shape, int lines, Func<int, string> body) => new(
        $"one method, {shape}",
        [$$"""
            using XenDma;
            public interface IPort { int Status(); void Post(ulong address, int length); }
            public sealed class Long(Device dev, IPort port)
            {
                private int _failures;
                public bool Run(GuestBuffer buffer, int size, bool retry)
                {
            {{body(lines)}}
                    return true;
                }
            }
            """],
        Compilations.WithApi);

    private static string OneByOne(int lines)
    {
        var text = new StringBuilder();
        for (int i = 0; i < lines / 10; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                        var a{{i}} = dev.MapSingle(buffer, size, DmaDirection.Bidirectional);
                        if (dev.MappingError(a{{i}}))
                            return false;
                        port.Post(a{{i}}.Value, size);
                        int s{{i}} = port.Status();
                        if (s{{i}} < 0 && retry)
                            port.Post(a{{i}}.Value + 8, size - 8);
                        else if (s{{i}} > 4)
                            _failures++;
                        dev.UnmapSingle(a{{i}}, size, DmaDirection.Bidirectional);

                """);
        }
        return text.ToString();
    }

    private static string HeldToTheEnd(int lines)
    {
        var text = new StringBuilder();
        for (int i = 0; i < lines / 5; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                        var a{{i}} = dev.MapSingle(buffer, size, DmaDirection.ToDevice);
                        bool failed{{i}} = dev.MappingError(a{{i}});
                        if (!failed{{i}})
                            port.Post(a{{i}}.Value, size);

                """);
        }
        for (int i = lines / 5 - 1; i >= 0; i--)
            text.Append(CultureInfo.InvariantCulture, $"        if (!failed{i}) dev.UnmapSingle(a{i}, size, DmaDirection.ToDevice);\n");
        return text.ToString();
    }
}
