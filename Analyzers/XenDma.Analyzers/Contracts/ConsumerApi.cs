using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>The roles of the consumer API's own methods, for a copy of it that carries no attributes.</summary>
internal static class ConsumerApi
{
    private static readonly Dictionary<string, Role> Calls = new()
    {
        ["MapSingle"] = Role.Map,
        ["MapPage"] = Role.Map,
        ["Map"] = Role.Map,
        ["UnmapSingle"] = Role.Unmap,
        ["UnmapPage"] = Role.Unmap,
        ["MappingError"] = Role.MappingError,
        ["SyncSingleForCpu"] = Role.SyncForCpu,
        ["SyncSingleForDevice"] = Role.SyncForDevice,
        ["MapSg"] = Role.MapSg,
        ["UnmapSg"] = Role.UnmapSg,
        ["SyncSgForCpu"] = Role.SyncSgForCpu,
        ["SyncSgForDevice"] = Role.SyncSgForDevice,
        ["AllocCoherent"] = Role.Alloc,
        ["FreeCoherent"] = Role.Free,
        ["SetMask"] = Role.SetMask,
        ["SetCoherentMask"] = Role.SetMask,
        ["SetMaskAndCoherent"] = Role.SetMask,
    };

    private static readonly Dictionary<string, Role> Mapping = new()
    {
        ["SyncForCpu"] = Role.SyncForCpu,
        ["SyncForDevice"] = Role.SyncForDevice,
        ["Dispose"] = Role.Unmap,
    };

    /// <summary>The names of the methods above. An owner's Dispose is not among them: whoever only disposes can do nothing wrong.</summary>
    public static IEnumerable<string> MethodNames
    {
        get
        {
            foreach (string name in Calls.Keys)
                yield return name;
            foreach (string name in Mapping.Keys)
            {
                if (name != "Dispose")
                    yield return name;
            }
        }
    }

    public static Role RoleOf(IMethodSymbol method)
    {
        var table = method.ContainingType switch
        {
            var type when Names.Is(type, "DmaApi") || Names.Is(type, "Device") => Calls,
            var type when Names.Is(type, "DmaMapping") => Mapping,
            _ => null,
        };
        return table is not null && table.TryGetValue(method.Name, out var role) ? role : Role.None;
    }
}
