using System;

namespace XenDma.Specs.Harness;

/// <summary>A list as it is at a step, walked without leaving anything on the heap; the step after it may be another.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="items">The items.</param>
public readonly ref struct Seen<T>(ReadOnlySpan<T> items)
{
    private readonly ReadOnlySpan<T> _items = items;

    /// <summary>How many there are.</summary>
    public int Count => _items.Length;

    /// <summary>One of them.</summary>
    public T this[int index] => _items[index];

    /// <summary>Walks them in order.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => _items.GetEnumerator();
}
