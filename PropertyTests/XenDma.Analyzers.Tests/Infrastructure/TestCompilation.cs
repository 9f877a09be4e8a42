using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>Compiles test sources against the base class library and the consumer API.</summary>
internal static class TestCompilation
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> BaseLibrary = new(LoadBaseLibrary);

    private static readonly Lazy<MetadataReference> Api = new(() => Emit(
        "XenDma.Model", new Dictionary<string, string> { ["ConsumerApi.cs"] = Corpus.ConsumerApi }, BaseLibrary.Value));

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    public static CSharpCompilationOptions Options { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The base class library and the consumer API.</summary>
    public static IEnumerable<MetadataReference> References => [.. BaseLibrary.Value, Api.Value];

    public static IEnumerable<MetadataReference> ReferencesWithoutApi => BaseLibrary.Value;

    public static CSharpCompilation Create(params string[] sources) =>
        Create(sources.Select((source, i) => KeyValuePair.Create($"Test{i}.cs", source)), References);

    public static CSharpCompilation Create(IEnumerable<KeyValuePair<string, string>> sources, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
            "Tested", sources.Select(s => CSharpSyntaxTree.ParseText(s.Value, ParseOptions, s.Key)), references, Options);

    public static PortableExecutableReference Emit(
        string name, IEnumerable<KeyValuePair<string, string>> sources, IEnumerable<MetadataReference> references)
    {
        using var image = new MemoryStream();
        var result = Create(sources, references).WithAssemblyName(name).Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static List<MetadataReference> LoadBaseLibrary()
    {
        string folder = typeof(TestCompilation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ReferenceAssemblies").Value!;
        return [.. Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(file => MetadataReference.CreateFromFile(file))];
    }
}
