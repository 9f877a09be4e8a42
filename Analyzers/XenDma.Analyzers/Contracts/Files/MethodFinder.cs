using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Finds the methods that a contract file names, in one compilation.</summary>
internal sealed class MethodFinder
{
    private readonly Dictionary<string, List<INamedTypeSymbol>> _types = [];
    private readonly Compilation _compilation;
    private readonly string? _assembly;

    /// <summary>With an assembly, types of that one only.</summary>
    public MethodFinder(Compilation compilation, string? assembly)
    {
        _compilation = compilation;
        _assembly = assembly;
        IsReferenced = assembly is null || compilation.Assembly.Name == assembly
            || compilation.SourceModule.ReferencedAssemblySymbols.Any(reference => reference.Name == assembly);
    }

    /// <summary>The assembly that the file is about is there; always true where it names none.</summary>
    public bool IsReferenced { get; }

    /// <summary>The methods of that name; none where the library is not referenced, none with a reason where it is.</summary>
    public IReadOnlyList<IMethodSymbol> Find(MethodName name, out string? why)
    {
        why = null;
        var types = Types(name.Type);
        if (types.Count == 0)
        {
            why = WhyAbsent(name.Type);
            return [];
        }
        var named = types.SelectMany(type => Members(type, name.Member)).ToList();
        if (named.Count == 0)
            why = $"'{name.Type}' has no method or property '{name.Member}'";
        else if (name.Parameters is null && named.Any(method => named.Exists(other => Parameters(other) != Parameters(method))))
            why = $"'{name.Type}.{name.Member}' has overloads, so that its parameters must be given: {Choices(named)}";
        if (why is not null)
            return [];
        var found = name.Parameters is null ? named : named.FindAll(method => Parameters(method) == name.Parameters);
        if (found.Count == 0)
            why = $"'{name.Type}.{name.Member}' does not take ({name.Parameters}), but {Choices(named)}";
        return found;
    }

    /// <summary>The types of that full name: a dot may stand before a nested type.</summary>
    public List<INamedTypeSymbol> Types(string name)
    {
        if (_types.TryGetValue(name, out var known))
            return known;
        var found = new List<INamedTypeSymbol>();
        string metadataName = name;
        for (int dot = name.Length; dot > 0 && found.Count == 0; dot = name.LastIndexOf('.', dot - 1))
        {
            if (dot < name.Length)
                metadataName = name.Substring(0, dot) + "+" + name.Substring(dot + 1).Replace('.', '+');
            found.AddRange(_compilation.GetTypesByMetadataName(metadataName)
                .Where(type => _assembly is null || type.ContainingAssembly.Name == _assembly));
        }
        return _types[name] = found;
    }

    /// <summary>Null where it is no mistake that the type is absent: its library is not referenced. A file that names its assembly is not
    /// looked at without it; else the namespace tells.</summary>
    public string? WhyAbsent(string type)
    {
        int dot = type.LastIndexOf('.');
        string outer = dot < 0 ? "" : type.Substring(0, dot);
        bool expected = _assembly is not null || HasNamespace(outer) || (outer.Length > 0 && Types(outer).Count > 0);
        return expected ? $"there is no type '{type}'" : null;
    }

    private bool HasNamespace(string name)
    {
        var space = _compilation.GlobalNamespace;
        foreach (string part in name.Split('.'))
        {
            if (name.Length == 0)
                break;
            var inner = space.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
            if (inner is null)
                return false;
            space = inner;
        }
        return true;
    }

    private static IEnumerable<IMethodSymbol> Members(INamedTypeSymbol type, string member)
    {
        if (member == "#ctor")
            return type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared || constructor.Parameters.Length == 0);
        int tick = member.IndexOf('`');
        string name = tick < 0 ? member : member.Substring(0, tick);
        return type.GetMembers(name).Select(symbol => symbol as IMethodSymbol ?? (symbol as IPropertySymbol)?.GetMethod)
            .Where(method => method is not null && (tick < 0 || "``" + method.Arity == member.Substring(tick)))!;
    }

    /// <summary>The parameters' types as documentation comments write them.</summary>
    private static string Parameters(IMethodSymbol method)
    {
        string id = (method.AssociatedSymbol ?? method).GetDocumentationCommentId() ?? "";
        int open = id.IndexOf('(');
        int close = id.LastIndexOf(')');
        return open < 0 || close < open ? "" : id.Substring(open + 1, close - open - 1);
    }

    private static string Choices(List<IMethodSymbol> methods) =>
        string.Join(" or ", methods.Select(method => "(" + Parameters(method) + ")").Distinct().OrderBy(text => text, StringComparer.Ordinal));
}
