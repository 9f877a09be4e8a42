using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>What all contract files of a project say of the methods that its compilation sees.</summary>
internal sealed class FileContracts
{
    public static readonly FileContracts None = new();

    private readonly Dictionary<IMethodSymbol, (ContractEntry Entry, AdditionalText File, MethodContract Contract)> _known =
        new(SymbolEqualityComparer.Default);

    private readonly List<(AdditionalText File, ContractProblem Problem)> _problems = [];

    public bool IsEmpty => _known.Count == 0;

    public IReadOnlyList<(AdditionalText File, ContractProblem Problem)> Problems => _problems;

    /// <summary>What source code writes where it calls one of the methods that make or end a mapping.</summary>
    public IEnumerable<string> MentionedNames =>
        from known in _known
        where !ContractNames.OnlyTells(known.Value.Contract.Role.ToString())
        select Mention(known.Key);

    /// <summary>The files in the order in which the build names them: of two entries for one method the first stands.</summary>
    public static FileContracts Read(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        var found = files.Where(ContractFile.IsOne).GroupBy(file => file.Path, StringComparer.Ordinal).Select(same => same.First()).ToList();
        if (found.Count == 0)
            return None;
        var contracts = new FileContracts();
        var all = found.ConvertAll(file => ContractFile.Of(file, cancellation));
        for (int i = 0; i < found.Count; i++)
            contracts.Add(found[i], all[i], all.FindAll(all[i].IsOfSameLibrary), compilation, cancellation);
        contracts.CheckMappingErrors(compilation);
        return contracts;
    }

    public MethodContract? Of(IMethodSymbol definition) => _known.TryGetValue(definition, out var known) ? known.Contract : null;

    /// <param name="file">The file.</param>
    /// <param name="read">What it says.</param>
    /// <param name="library">All that the files of the project say of its library, itself among them.</param>
    /// <param name="compilation">Where its methods are looked for.</param>
    /// <param name="cancellation">Ends the search.</param>
    private void Add(AdditionalText file, ContractFile read, List<ContractFile> library, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var problem in read.Problems)
            _problems.Add((file, problem));
        var finder = new MethodFinder(compilation, read.Assembly);
        if (!finder.IsReferenced)
            return;
        var directions = new DirectionTable();
        foreach (var part in library)
        {
            foreach (var direction in part.Directions)
            {
                if (DirectionBinder.Add(directions, direction, finder) is { } why && ReferenceEquals(part, read))
                    Note(file, direction.Place, why);
            }
        }
        var binder = new EntryBinder(directions, [.. library.SelectMany(part => part.Entries)]);
        foreach (var entry in read.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(file, entry, finder, binder, cancellation);
        }
    }

    private void Add(AdditionalText file, ContractEntry entry, MethodFinder finder, EntryBinder binder, CancellationToken cancellation)
    {
        var methods = finder.Find(entry.Method, out string? why);
        if (why is not null)
            Note(file, entry.Place, why);
        foreach (var method in methods)
        {
            if (_known.TryGetValue(method, out var first))
            {
                if (!first.Entry.SaysTheSame(entry))
                    Note(file, entry.Place, $"'{entry.Method}' has another contract in {At(first.File, first.Entry, cancellation)}, which stands");
                continue;
            }
            if (binder.Bind(entry, method, out var problem) is { } contract)
                _known.Add(method, (entry, file, contract));
            else
                _problems.Add((file, problem!));
        }
    }

    /// <summary>A mapping that only MappingError can tell about needs a method that is asked.</summary>
    private void CheckMappingErrors(Compilation compilation)
    {
        if (_known.Values.Any(known => known.Contract.Role == Role.MappingError)
            || compilation.GetTypesByMetadataName(Names.Namespace + "." + Names.ContractAttribute).Length > 0)
            return;
        foreach (var (entry, file, contract) in _known.Values)
        {
            if (contract.Creates && contract.Failure == Failure.MappingError)
                Note(file, entry.FailurePlace, "the failure is 'mappingError', but no method plays the role MappingError");
        }
    }

    private static string At(AdditionalText file, ContractEntry entry, CancellationToken cancellation)
    {
        var start = ContractFile.LocationIn(file, entry.Place, cancellation).GetLineSpan().StartLinePosition;
        string name = file.Path.Substring(file.Path.LastIndexOfAny(['/', '\\']) + 1);
        return $"{name}({start.Line + 1},{start.Character + 1})";
    }

    private static string Mention(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor or MethodKind.DelegateInvoke } => method.ContainingType.Name,
        { AssociatedSymbol: { } property } => property.Name,
        _ => method.Name,
    };

    private void Note(AdditionalText file, Microsoft.CodeAnalysis.Text.TextSpan place, string why) =>
        _problems.Add((file, new ContractProblem(place, why) { IsOfMeaning = true }));
}
