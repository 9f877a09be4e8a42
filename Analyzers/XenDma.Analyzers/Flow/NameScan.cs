using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Flow;

/// <summary>Finds where a text mentions one of a set of names, without parsing or binding it again.</summary>
internal sealed class NameScan
{
    private const int BufferSize = 4096;
    private readonly HashSet<string> _names;
    private readonly HashSet<int> _hashes = [];
    private readonly char[] _buffer = new char[BufferSize];

    public NameScan(HashSet<string> names)
    {
        _names = names;
        foreach (string name in names)
            _hashes.Add(Value.HashOf(name));
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
                    if (_hashes.Contains((int)hash))
                        found.Add(start);
                    start = -1;
                }
            }
        }
        return found;
    }

    private static bool IsPartOfWord(char c) =>
        (uint)(c - 'a') <= 'z' - 'a' || (uint)(c - 'A') <= 'Z' - 'A' || (uint)(c - '0') <= 9 || c == '_' || (c >= 128 && char.IsLetterOrDigit(c));
}
