using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.Contracts.Json;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Reads one entry of a contract file.</summary>
internal sealed class ContractEntryReader(JsonNode node, List<ContractProblem> problems)
{
    private const int MaxOrdinal = 255;

    private static readonly (string Name, Part Part)[] PartNames =
    [
        ("device", Part.Device), ("buffer", Part.Buffer), ("address", Part.Address), ("size", Part.Size), ("direction", Part.Direction),
        ("attrs", Part.Attrs), ("list", Part.List), ("count", Part.Count), ("offset", Part.Offset),
    ];

    /// <summary>The names that an entry may have.</summary>
    public static readonly string[] Names =
        ["method", "role", "device", "buffer", "address", "size", "direction", "attrs", "list", "count", "offset", "failure", "idempotent"];

    private bool _failed;

    /// <summary>Null when the entry cannot be used; the problems say why.</summary>
    public static ContractEntry? Read(JsonNode node, List<ContractProblem> problems)
    {
        var reader = new ContractEntryReader(node, problems);
        if (node.Kind == JsonKind.Object)
            return reader.ReadEntry();
        reader.Fail(node, "an object with 'method' and 'role' was expected");
        return null;
    }

    public static void CheckNames(JsonNode node, string[] known, List<ContractProblem> problems)
    {
        foreach (var member in node.Members)
        {
            if (Array.IndexOf(known, member.Name) < 0)
                problems.Add(new ContractProblem(member.NameSpan, $"'{member.Name}' is not known here: one of {string.Join(", ", known)} was expected"));
        }
    }

    private ContractEntry? ReadEntry()
    {
        CheckNames(node, Names, problems);
        var method = ReadMethod();
        var role = ReadRole();
        var parts = new List<EntryPart>();
        string? direction = null;
        foreach (var (name, part) in PartNames)
        {
            if (node[name] is not { } given)
                continue;
            if (part == Part.Direction && given.Kind == JsonKind.Text && DirectionTable.IsDirection(given.Text))
                direction = given.Text;
            else if (ReadPosition(given, part) is { } position)
                parts.Add(new EntryPart(part, position, given.Span));
        }
        var failure = ReadFailure();
        bool idempotent = ReadIdempotent();
        if (_failed || method is null)
            return null;
        return new ContractEntry(method, node["method"]!.Span, role)
        {
            RolePlace = node["role"]!.Span,
            Parts = parts,
            Direction = direction,
            Failure = failure,
            FailurePlace = node["failure"]?.Span ?? default,
            Idempotent = idempotent,
        };
    }

    private MethodName? ReadMethod()
    {
        if (node["method"] is not { } given)
        {
            Fail(FirstOf(node), "'method' is missing");
            return null;
        }
        var method = given.Kind == JsonKind.Text ? MethodName.Parse(given.Text) : null;
        if (method is null)
            Fail(given, "the full name of a method was expected, as Ns.Type.Method(System.IntPtr,System.UInt64@)");
        return method;
    }

    private Role ReadRole()
    {
        if (node["role"] is not { } given)
            Fail(FirstOf(node), "'role' is missing");
        else if (given.Kind == JsonKind.Text && Enum.TryParse<Role>(given.Text, out var role) && role != Role.None && role.ToString() == given.Text)
            return role;
        else
            Fail(given, "one of " + string.Join(", ", RoleNames()) + " was expected");
        return Role.None;
    }

    private static IEnumerable<string> RoleNames()
    {
        foreach (Role role in Enum.GetValues(typeof(Role)))
        {
            if (role != Role.None)
                yield return role.ToString();
        }
    }

    private int? ReadPosition(JsonNode given, Part part)
    {
        if (given is { Kind: JsonKind.Text, Text: "this" })
            return MethodContract.This;
        if (given is { Kind: JsonKind.Text, Text: "return" })
            return MethodContract.Return;
        if (given.Kind == JsonKind.Number && int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal)
            && ordinal <= MaxOrdinal)
            return ordinal;
        string directions = part == Part.Direction ? " or one of " + string.Join(", ", DirectionTable.All) : "";
        Fail(given, $"the position of a parameter (from 0), \"this\" or \"return\"{directions} was expected");
        return null;
    }

    private FailureIdiom? ReadFailure()
    {
        if (node["failure"] is not { } given)
            return null;
        var idiom = given.Kind == JsonKind.Text ? FailureIdiom.Parse(given.Text) : null;
        if (idiom is null)
        {
            string known = string.Join(", ", Array.ConvertAll(FailureIdiom.Names, one => one.Name));
            Fail(given, $"one of {known}, property:Name, property:!Name or property:Name=Member was expected");
        }
        return idiom;
    }

    private bool ReadIdempotent()
    {
        if (node["idempotent"] is not { } given)
            return false;
        if (given.Kind != JsonKind.Bool)
            Fail(given, "true or false was expected");
        return given.Truth;
    }

    /// <summary>The opening bracket: a whole entry would be underlined over many lines.</summary>
    private static JsonNode FirstOf(JsonNode node) => new(node.Kind, new TextSpan(node.Span.Start, 1));

    private void Fail(JsonNode at, string why)
    {
        problems.Add(new ContractProblem(at.Span, why));
        _failed = true;
    }
}
