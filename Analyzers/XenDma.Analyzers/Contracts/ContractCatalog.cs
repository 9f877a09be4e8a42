using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts.Files;

namespace XenDma.Analyzers.Contracts;

/// <summary>All contracts of one compilation, read once a method.</summary>
internal sealed class ContractCatalog
{
    private readonly ConcurrentDictionary<IMethodSymbol, MethodContract?> _read = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _handsOut = new(SymbolEqualityComparer.Default);

    private readonly FileContracts _files;

    private ContractCatalog(FileContracts files) => _files = files;

    /// <summary>Some contract file describes a method of this compilation.</summary>
    public bool HasFiles => !_files.IsEmpty;

    /// <summary>The names of the methods that contract files give a role which makes or ends a mapping.</summary>
    public IEnumerable<string> NamesInFiles => _files.MentionedNames;

    /// <summary>Null when nothing that the compilation sees declares a contract, and no file does.</summary>
    public static ContractCatalog? Create(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        var contracts = FileContracts.Read(compilation, files, cancellation);
        return !contracts.IsEmpty || IsDeclared(compilation) ? new ContractCatalog(contracts) : null;
    }

    /// <summary>At first sight: something that the compilation sees declares a contract, or a file may.</summary>
    public static bool MayExist(Compilation compilation, ImmutableArray<AdditionalText> files) => files.Any(ContractFile.IsOne) || IsDeclared(compilation);

    private static bool IsDeclared(Compilation compilation) =>
        compilation.GetTypesByMetadataName(Names.Namespace + "." + Names.ContractAttribute).Length > 0
        || compilation.GetTypesByMetadataName(Names.Namespace + ".DmaApi").Length > 0;

    /// <summary>An attribute says that the caller gets a live mapping.</summary>
    public bool HandsOutMapped(IMethodSymbol method) => _handsOut.GetOrAdd(method.OriginalDefinition, ContractNames.HandsOutMapped);

    public MethodContract? Of(IMethodSymbol? method)
    {
        if (method is null)
            return null;
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return _read.TryGetValue(definition, out var known) ? known : _read.GetOrAdd(definition, Read(definition));
    }

    /// <summary>A project's files have the last word over the attributes of a library.</summary>
    private MethodContract? Read(IMethodSymbol method)
    {
        if (_files.IsEmpty)
            return ContractReader.Read(method);
        for (var declaring = method; declaring is not null; declaring = declaring.OverriddenMethod?.OriginalDefinition)
        {
            if (_files.Of(declaring) is { } contract)
                return contract;
        }
        return ContractReader.Read(method);
    }
}
