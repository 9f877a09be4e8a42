using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>Things that stand in blocks, to be asked for by a range of blocks.</summary>
internal sealed class ByBlock<T>
{
    private readonly List<(int Block, T Thing)> _sorted;

    public ByBlock(IEnumerable<(int Block, T Thing)> things)
    {
        _sorted = [.. things];
        for (int i = 1; i < _sorted.Count; i++)
        {
            if (_sorted[i - 1].Block <= _sorted[i].Block)
                continue;
            _sorted.Sort(static (x, y) => x.Block.CompareTo(y.Block));
            break;
        }
    }

    /// <summary>What stands in a block from <paramref name="first"/> on and before <paramref name="end"/>.</summary>
    public IEnumerable<T> Between(int first, int end)
    {
        for (int at = Find(first); at < _sorted.Count && _sorted[at].Block < end; at++)
            yield return _sorted[at].Thing;
    }

    private int Find(int block)
    {
        int low = 0;
        int high = _sorted.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_sorted[middle].Block < block)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
