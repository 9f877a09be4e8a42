using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace XenDma;

/// <summary>A historical defect that can be switched on alone: the same model, one wrong decision.</summary>
/// <remarks>The list is read off <see cref="Semantics"/>: every property that carries a <see cref="DefectAttribute"/>.</remarks>
public sealed class Defect
{
    private readonly PropertyInfo _switch;
    private readonly DefectAttribute _facts;

    private Defect(PropertyInfo property, DefectAttribute facts)
    {
        _switch = property;
        _facts = facts;
    }

    /// <summary>All defects, by name.</summary>
    public static IReadOnlyList<Defect> All { get; } =
    [
        .. from property in typeof(Semantics).GetProperties()
           let facts = property.GetCustomAttribute<DefectAttribute>()
           where facts is not null
           orderby property.Name
           select new Defect(property, facts),
    ];

    /// <summary>The name, that of the switch.</summary>
    public string Name => _switch.Name;

    /// <summary>The releases that have it, in words.</summary>
    public string Releases => _facts.Releases;

    /// <summary>The commits that mended it, or made it, or both; empty where none is known.</summary>
    public string Commits => _facts.Commits;

    /// <summary>The contract with this one decision wrong, and with what it takes for it to come up.</summary>
    public Semantics Alone => SwitchedOn(Semantics.Contract);

    /// <summary>What <see cref="Alone"/> is with the decision right: the contract, or the contract with what the defect needs.</summary>
    public Semantics Without => Needed(_switch) is { } needed ? new Defect(needed, _facts).SwitchedOn(Semantics.Contract) : Semantics.Contract;

    /// <summary>The defect with a name, whatever its case; null for none.</summary>
    public static Defect? Find(string name) => All.FirstOrDefault(defect => string.Equals(defect.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a kernel has the defect.</summary>
    public bool IsIn(Semantics semantics) => (bool)_switch.GetValue(semantics)!;

    /// <summary>A kernel with the defect, and with what it takes for it to come up.</summary>
    public Semantics SwitchedOn(Semantics semantics)
    {
        ArgumentNullException.ThrowIfNull(semantics);
        Semantics copy = semantics with { Name = $"{semantics.Name}+{Name}", Source = $"{semantics.Source}, with {Name}" };
        for (PropertyInfo? turned = _switch; turned is not null; turned = Needed(turned)) turned.SetValue(copy, true);
        return copy;
    }

    private static PropertyInfo? Needed(PropertyInfo property) =>
        property.GetCustomAttribute<DefectAttribute>()?.Needs is { } name ? typeof(Semantics).GetProperty(name) : null;

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
