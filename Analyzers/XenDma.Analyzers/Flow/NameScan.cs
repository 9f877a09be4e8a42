using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Flow;

/// <summary>Finds where a text mentions one of a set of names, without parsing or binding it again.</summary>
internal sealed class NameScan
{
    private const int BufferSize = 4096;

    /// <summary>Of the bits of a hash, those that the filter looks at.</summary>
    private const int FilterMask = 0xFFF;
    private static readonly bool[] IsAsciiPart = [.. Enumerable.Range(0, 128).Select(c => c == '_' || char.IsLetterOrDigit((char)c))];
    private readonly HashSet<string> _names;
    private readonly HashSet<int> _hashes = [];

    // Most words are nobody's name: one look into this tells.
    private readonly bool[] _filter = new bool[FilterMask + 1];
    private readonly char[] _buffer = new char[BufferSize];

    public NameScan(HashSet<string> names)
    {
        _names = names;
        foreach (string name in names)
        {
            int hash = Value.HashOf(name);
            _hashes.Add(hash);
            _filter[hash & FilterMask] = true;
        }
    }

    /// <summary>The identifiers in the tree that are one of the names, in order.</summary>
    public IEnumerable<SyntaxToken> In(SyntaxTree tree, SyntaxNode root)
    {
        foreach (int position in Positions(tree.GetText()))
        {
            var token = root.FindToken(position);
            if (token.SpanStart == position && token.IsKind(SyntaxKind.IdentifierToken) && _names.Contains(token.ValueText))
                yield return token;
        }
    }

    /// <summary>Where a word starts that has the hash of a name.</summary>
    private List<int> Positions(SourceText text)
    {
        var found = new List<int>();
        int start = -1;
        uint hash = 0;
        for (int at = 0; at < text.Length; at += BufferSize)
        {
            int length = Math.Min(BufferSize, text.Length - at);
            text.CopyTo(at, _buffer, 0, length);
            for (int i = 0; i < length; i++)
            {
                char c = _buffer[i];
                if (IsPartOfWord(c))
                {
                    if (start < 0)
                        (start, hash) = (at + i, Value.FirstHash);
                    hash = Value.NextHash(hash, c);
                }
                else if (start >= 0)
                {
                    if (_filter[hash & FilterMask] && _hashes.Contains((int)hash))
                        found.Add(start);
                    start = -1;
                }
            }
        }
        return found;
    }

    private static bool IsPartOfWord(char c) => c < 128 ? IsAsciiPart[c] : char.IsLetterOrDigit(c);
}
