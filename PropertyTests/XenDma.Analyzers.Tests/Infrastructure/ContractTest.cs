using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The means of tests that have a library without attributes and contract files that describe it.</summary>
public abstract class ContractTest
{
    /// <summary>A library with one method of each kind that the tests need.</summary>
    protected const string Library = """
        #nullable enable
        using System;

        namespace Acme.Fpga
        {
            public static class Native
            {
                public static IntPtr dma_map(IntPtr device, IntPtr memory, ulong size, int direction) => default;
                public static int dma_unmap(IntPtr device, IntPtr bus) => default;
                public static void Sync(IntPtr bus, ulong size) { }
                public static void Sync(IntPtr bus) { }
                public static unsafe bool TryMap(ref int flags, out IntPtr bus, in Guid id, byte[][] parts, int[,] grid, void* raw) => throw null!;
            }

            public enum Dir { HostToCard = 1, CardToHost = 2 }

            public static class Options { public const uint Read = 1; public static readonly uint Write = 2; }

            public sealed class Handle : IDisposable
            {
                public Handle(IntPtr device, int size) { }
                public bool IsValid => true;
                public int Size { get; set; }
                public void Dispose() { }
                public sealed class Inner { public void Release() { } }
            }

            public sealed class Pool<T>
            {
                public T Rent<U>(U[] from, System.Collections.Generic.List<T> into) => default!;
            }
        }
        """;

    private protected static MetadataReference LibraryReference { get; } = TestCompilation.Emit(
        "Acme.Fpga", [new("Library.cs", Library)], TestCompilation.ReferencesWithoutApi);

    /// <summary>'file(line,column): id: message' of everything that is said of the files, in a project that calls nothing.</summary>
    protected static async Task<IReadOnlyList<string>> ProblemsAsync(params string[] files) =>
        await ProblemsAsync([.. files.Select((text, i) => new ContractText(text, $"{(char)('a' + i)}.dmacontract.json"))], [LibraryReference]);

    /// <summary>As <see cref="ProblemsAsync(string[])"/>, without the library.</summary>
    protected static async Task<IReadOnlyList<string>> ProblemsWithoutLibraryAsync(string file) =>
        await ProblemsAsync([new ContractText(file, "a.dmacontract.json")], []);

    /// <summary>An entry between what a file needs around it.</summary>
    protected static string File(string entry) => $$"""
        { "version": 1,
          "methods": [
            {{entry}}
          ] }
        """;

    protected static async Task AssertProblemAsync(string file, string expected) =>
        Assert.Equal(expected, Assert.Single(await ProblemsAsync(file)));

    private static async Task<IReadOnlyList<string>> ProblemsAsync(AdditionalText[] files, IEnumerable<MetadataReference> libraries)
    {
        var compilation = TestCompilation.Create([new("Empty.cs", "")], [.. TestCompilation.ReferencesWithoutApi, .. libraries]);
        var found = await AnalyzerRunner.RunAsync(compilation, ContractText.Options(files));
        return [.. found.Select(d => (Span: d.Location.GetLineSpan(), d)).OrderBy(d => d.Span.Path).ThenBy(d => d.Span.StartLinePosition)
            .Select(d => string.Create(CultureInfo.InvariantCulture,
                $"{d.Span.Path}({d.Span.StartLinePosition.Line + 1},{d.Span.StartLinePosition.Character + 1}): {d.d.Id}: {d.d.GetMessage(CultureInfo.InvariantCulture)}"))];
    }
}
