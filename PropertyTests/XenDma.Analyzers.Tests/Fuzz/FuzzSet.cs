using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Tests.Contracts;
using XenDma.Analyzers.Tests.Infrastructure;
using XenDma.Analyzers.Tests.Shapes;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>Drivers of one library, to be broken.</summary>
internal sealed class FuzzSet
{
    private readonly Lazy<(SyntaxKind Kind, string Text)[]>[] _tokens;

    private FuzzSet(IEnumerable<(string Name, string Group, Func<string> Text)> files, IEnumerable<MetadataReference> references, string? contract)
    {
        Files = [.. files.Select(file => (file.Name, file.Group))];
        _tokens = [.. files.Select(file => new Lazy<(SyntaxKind, string)[]>(() => Split(file.Text())))];
        Empty = TestCompilation.Create([], references);
        Contract = contract;
        Options = contract is null ? new AnalyzerOptions([]) : ContractText.Options(new ContractText(contract));
    }

    /// <summary>The corpus and our own cases, then the drivers of each library in samples/contracts.</summary>
    public static IReadOnlyList<FuzzSet> All { get; } = [OfConsumerApi(), .. ShapeCells.Shapes.Select(OfShape)];

    /// <summary>The files, and what their types' names are unique in: two files of a group do not go into one compilation.</summary>
    public IReadOnlyList<(string Name, string Group)> Files { get; }

    /// <summary>The references are read once: compilations that are made of this one share what is known of them.</summary>
    public CSharpCompilation Empty { get; }

    /// <summary>The library's contract file; null where its attributes are the contract.</summary>
    public string? Contract { get; }

    public AnalyzerOptions Options { get; }

    /// <summary>The tokens of a file, with their trivia.</summary>
    public IReadOnlyList<(SyntaxKind Kind, string Text)> Tokens(int file) => _tokens[file].Value;

    private static FuzzSet OfConsumerApi() => new(
        [
            .. Corpus.Files.Concat(Corpus.Cases).Select(file => (file, file, new Func<string>(() => Corpus.Read(file)))),
            .. DriversOf("Xen"),
        ],
        TestCompilation.References, null);

    private static FuzzSet OfShape(string shape) => new(
        [
            .. ContractSampleTests.Samples.Drivers(shape).Select(file => (file, file, new Func<string>(() => ContractSampleTests.Samples.Read(shape, file)))),
            .. DriversOf(shape),
            .. ShapeCells.Files.Where(file => file.StartsWith(shape + "/", StringComparison.Ordinal))
                .Select(file => (file, "cells", new Func<string>(() => ShapeCells.Text(file)))),
        ],
        [.. TestCompilation.ReferencesWithoutApi, ContractSampleTests.Samples.Library(shape)],
        ContractSampleTests.Samples.Contract(shape));

    private static IEnumerable<(string Name, string Group, Func<string> Text)> DriversOf(string shape) =>
        ShapeCells.Drivers.Where(file => file.StartsWith(shape + "/", StringComparison.Ordinal))
            .Select(file => (file, file, new Func<string>(() => ShapeCells.Text("Drivers/" + file))));

    private static (SyntaxKind Kind, string Text)[] Split(string text) =>
        [.. CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions).GetRoot().DescendantTokens().Select(token => (token.Kind(), token.ToFullString()))];
}
