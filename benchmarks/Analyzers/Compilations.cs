using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenDma.Benchmarks.Analyzers;

/// <summary>Compilations of generated sources.</summary>
internal static class Compilations
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The base class library.</summary>
    public static IReadOnlyList<MetadataReference> BaseLibrary { get; } = LoadBaseLibrary();

    /// <summary>The base class library and the API that drivers call.</summary>
    public static IReadOnlyList<MetadataReference> WithApi { get; } = [.. BaseLibrary, EmitApi()];

    /// <summary>Parses and puts together anew: nothing is known of it yet.</summary>
    public static CSharpCompilation Create(Workload workload)
    {
        IEnumerable<SyntaxTree> trees = workload.Sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{i}.cs", Encoding.UTF8));
        return CSharpCompilation.Create("Measured", trees, workload.References, Options);
    }

    private static PortableExecutableReference EmitApi()
    {
        string source = File.ReadAllText(Path.Combine(Workloads.Corpus, "ConsumerApi.cs"));
        using var image = new MemoryStream();
        if (!Create(new Workload("api", [source], BaseLibrary)).WithAssemblyName("XenDma.Model").Emit(image).Success)
            throw new InvalidOperationException("The API does not compile.");
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static List<MetadataReference> LoadBaseLibrary()
    {
        string folder = typeof(Compilations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ReferenceAssemblies").Value!;
        return [.. Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(file => MetadataReference.CreateFromFile(file))];
    }
}
