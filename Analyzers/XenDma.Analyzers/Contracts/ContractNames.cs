using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>The names of all methods that a reference declares a contract for: a body that mentions none of them need not be bound.</summary>
internal static class ContractNames
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, HashSet<string>> Known = new();

    /// <summary>What source code writes where it declares a contract of its own.</summary>
    public static readonly string[] Attributes = ["DmaContract", "DmaContractAttribute", "DmaMapped", "DmaMappedAttribute"];

    /// <summary>The names that the compilation's references bring. Those of its own source are found where the attributes stand.</summary>
    public static HashSet<string> OfReferences(Compilation compilation)
    {
        var names = new HashSet<string>(ConsumerApi.MethodNames);
        foreach (var reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly && MayDeclare(assembly))
                names.UnionWith(Known.GetValue(assembly, static a => Read(a)));
        }
        return names;
    }

    private static bool MayDeclare(IAssemblySymbol assembly)
    {
        if (Declares(assembly))
            return true;
        foreach (var module in assembly.Modules)
        {
            foreach (var referenced in module.ReferencedAssemblySymbols)
            {
                if (Declares(referenced))
                    return true;
            }
        }
        return false;
    }

    private static bool Declares(IAssemblySymbol assembly) =>
        assembly.GetTypeByMetadataName(Names.Namespace + "." + Names.ContractAttribute) is not null;

    private static HashSet<string> Read(IAssemblySymbol assembly)
    {
        var names = new HashSet<string>();
        AddAll(assembly.GlobalNamespace, names);
        return names;
    }

    private static void AddAll(INamespaceOrTypeSymbol container, HashSet<string> names)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceOrTypeSymbol inner)
                AddAll(inner, names);
            else if (member is IMethodSymbol method && IsDeclared(method))
                names.Add(method.MethodKind == MethodKind.DelegateInvoke ? method.ContainingType.Name : method.Name);
        }
    }

    private static bool IsDeclared(IMethodSymbol method)
    {
        ISymbol carrier = method.MethodKind == MethodKind.DelegateInvoke ? method.ContainingType : method;
        if (Names.Attribute(carrier, Names.ContractAttribute) is { } attribute && !OnlyTells(Names.FirstEnumArgument(attribute)))
            return true;
        return HandsOutMapped(method);
    }

    /// <summary>The role needs a mapping, and makes or ends none: without one there is nothing to judge.</summary>
    public static bool OnlyTells(string? role) =>
        role is nameof(Role.Wait) or nameof(Role.Stop);

    /// <summary>An attribute says that the caller gets a live mapping.</summary>
    public static bool HandsOutMapped(IMethodSymbol method)
    {
        foreach (var attribute in method.GetReturnTypeAttributes())
        {
            if (Names.Is(attribute.AttributeClass, Names.MappedAttribute))
                return true;
        }
        foreach (var parameter in method.Parameters)
        {
            if (Names.Attribute(parameter, Names.MappedAttribute) is not null)
                return true;
        }
        return false;
    }
}
