using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Finds the constants that a contract file calls directions.</summary>
internal static class DirectionBinder
{
    /// <summary>Adds the constant to the table; what is wrong with it, or null.</summary>
    public static string? Add(DirectionTable table, EntryDirection direction, MethodFinder finder)
    {
        int dot = direction.Constant.LastIndexOf('.');
        string type = direction.Constant.Substring(0, dot);
        string member = direction.Constant.Substring(dot + 1);
        var types = finder.Types(type);
        if (types.Count == 0)
            return finder.WhyAbsent(type);
        bool found = false;
        foreach (var candidate in types)
        {
            foreach (var symbol in candidate.GetMembers(member))
                found |= symbol is IFieldSymbol field && table.Add(field, direction.Direction);
        }
        return found ? null : $"'{type}' has no constant number '{member}'";
    }
}
