using System;
using System.Linq;
using System.Numerics;
using System.Text;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>The keys that an object may have, those that it must have first. At most 64.</summary>
internal sealed class KeySet
{
    private readonly string[] _names;
    private readonly byte[][] _bytes;
    private readonly ulong _required;

    internal KeySet(string[] required, params string[] optional)
    {
        _names = [.. required, .. optional];
        _bytes = [.. _names.Select(Encoding.UTF8.GetBytes)];
        _required = (1UL << required.Length) - 1;
        Listed = string.Join(", ", _names);
    }

    internal string this[int index] => _names[index];

    /// <summary>The keys as messages list them.</summary>
    internal string Listed { get; init; }

    /// <summary>The index of a key, or -1.</summary>
    internal int IndexOf(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < _bytes.Length; i++)
        {
            if (key.SequenceEqual(_bytes[i])) return i;
        }

        return -1;
    }

    /// <summary>The first key that must be there and is not among those seen, by their bits; or null.</summary>
    internal string? Missing(ulong seen)
    {
        ulong missing = _required & ~seen;
        return missing == 0 ? null : _names[BitOperations.TrailingZeroCount(missing)];
    }
}
