using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>All contracts of one compilation, read once a method.</summary>
internal sealed class ContractCatalog
{
    private readonly ConcurrentDictionary<IMethodSymbol, MethodContract?> _read = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _handsOut = new(SymbolEqualityComparer.Default);

    private ContractCatalog()
    {
    }

    /// <summary>Null when nothing that the compilation sees declares a contract.</summary>
    public static ContractCatalog? Create(Compilation compilation)
    {
        bool any = compilation.GetTypesByMetadataName(Names.Namespace + "." + Names.ContractAttribute).Length > 0
            || compilation.GetTypesByMetadataName(Names.Namespace + ".DmaApi").Length > 0;
        return any ? new ContractCatalog() : null;
    }

    /// <summary>An attribute says that the caller gets a live mapping.</summary>
    public bool HandsOutMapped(IMethodSymbol method) => _handsOut.GetOrAdd(method.OriginalDefinition, ContractNames.HandsOutMapped);

    public MethodContract? Of(IMethodSymbol? method)
    {
        if (method is null)
            return null;
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return _read.GetOrAdd(definition, ContractReader.Read);
    }
}
