using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Contracts.Json;

/// <summary>What a piece of JSON is.</summary>
internal enum JsonKind
{
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// <summary>A piece of JSON with its place in the file.</summary>
internal sealed class JsonNode(JsonKind kind, TextSpan span)
{
    private static readonly IReadOnlyList<JsonNode> NoItems = [];
    private static readonly IReadOnlyList<JsonMember> NoMembers = [];

    public JsonKind Kind { get; } = kind;

    public TextSpan Span { get; } = span;

    /// <summary>A text without quotes and escapes, or a number as it is written.</summary>
    public string Text { get; init; } = "";

    public bool Truth { get; init; }

    public IReadOnlyList<JsonNode> Items { get; init; } = NoItems;

    /// <summary>In the order of the file; no name stands twice.</summary>
    public IReadOnlyList<JsonMember> Members { get; init; } = NoMembers;

    public JsonNode? this[string name]
    {
        get
        {
            foreach (var member in Members)
            {
                if (member.Name == name)
                    return member.Node;
            }
            return null;
        }
    }
}

/// <summary>A name of an object with its value.</summary>
internal sealed class JsonMember(string name, TextSpan nameSpan, JsonNode node)
{
    public string Name { get; } = name;

    public TextSpan NameSpan { get; } = nameSpan;

    public JsonNode Node { get; } = node;
}
