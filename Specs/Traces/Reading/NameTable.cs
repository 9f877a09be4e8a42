using System;
using System.Collections.Generic;
using System.Text;

namespace XenDma.Specs.Traces.Reading;

/// <summary>The names of devices and tasks, each kept once: a trace names few of them, many times.</summary>
internal sealed class NameTable
{
    private const int MaxNames = 1 << 16;
    private const int MaxLength = 256;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    internal NameTable() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name that bytes spell; damaged UTF-8 becomes replacement characters, and what is too long is cut.</summary>
    internal string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength) bytes = bytes[..MaxLength];
        Span<char> chars = stackalloc char[MaxLength];
        int length = Encoding.UTF8.GetChars(bytes, chars);
        if (_lookup.TryGetValue(chars[..length], out string? known)) return known;
        string name = new(chars[..length]);
        if (_names.Count < MaxNames) _names[name] = name;
        return name;
    }
}
