using System.Collections.Generic;
using XenDma.Analyzers.Contracts.Json;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Reads a contract file of version 1. What cannot be used is noted and left out; the rest stands.</summary>
internal sealed class ContractFileReader
{
    /// <summary>Entries of one file.</summary>
    public const int MaxEntries = 10_000;

    private const string Version = "1";
    private readonly List<ContractProblem> _problems = [];

    public static ContractFile Read(JsonNode root)
    {
        var reader = new ContractFileReader();
        return reader.ReadFile(root);
    }

    private ContractFile ReadFile(JsonNode root)
    {
        if (root.Kind != JsonKind.Object)
            return Refused(root, "an object with 'version' and 'methods' was expected");
        if (root["version"] is not { } version)
            return Refused(root, "'version' is missing: \"version\": 1 was expected");
        if (version is not { Kind: JsonKind.Number, Text: Version })
            return Refused(version, "this reader knows version 1 only");
        CheckNames(root, "$schema", "version", "assembly", "methods", "directions");
        return new ContractFile
        {
            Assembly = ReadTextOf(root, "assembly"),
            Entries = ReadEntries(root["methods"]),
            Directions = ReadDirections(root["directions"]),
            Problems = _problems,
        };
    }

    private ContractFile Refused(JsonNode node, string why)
    {
        Note(node, why);
        return new ContractFile { Problems = _problems };
    }

    private List<ContractEntry> ReadEntries(JsonNode? methods)
    {
        var entries = new List<ContractEntry>();
        if (methods is null)
            return entries;
        if (methods.Kind != JsonKind.List)
            Note(methods, "a list of methods was expected");
        if (methods.Items.Count > MaxEntries)
            Note(methods, $"at most {MaxEntries} methods are read");
        for (int i = 0; i < methods.Items.Count && i < MaxEntries; i++)
        {
            if (ContractEntryReader.Read(methods.Items[i], _problems) is { } entry)
                entries.Add(entry);
        }
        return entries;
    }

    private List<EntryDirection> ReadDirections(JsonNode? directions)
    {
        var read = new List<EntryDirection>();
        if (directions is null)
            return read;
        if (directions.Kind != JsonKind.Object)
            Note(directions, "an object from constants to directions was expected");
        foreach (var member in directions.Members)
        {
            if (member.Node.Kind != JsonKind.Text || !DirectionTable.IsDirection(member.Node.Text))
                Note(member.Node, "one of " + string.Join(", ", DirectionTable.All) + " was expected");
            else if (!MethodName.IsPath(member.Name.Replace('+', '.')) || !member.Name.Contains("."))
                _problems.Add(new ContractProblem(member.NameSpan, "the full name of a constant was expected, as Ns.Type.Member"));
            else
                read.Add(new EntryDirection(member.Name.Replace('+', '.'), member.Node.Text, member.NameSpan));
        }
        return read;
    }

    private string? ReadTextOf(JsonNode root, string name)
    {
        if (root[name] is not { } node)
            return null;
        if (node is { Kind: JsonKind.Text, Text.Length: > 0 })
            return node.Text;
        Note(node, $"the name of an {name} was expected");
        return null;
    }

    private void CheckNames(JsonNode node, params string[] known) => ContractEntryReader.CheckNames(node, known, _problems);

    private void Note(JsonNode node, string why) => _problems.Add(new ContractProblem(node.Span, why));
}
