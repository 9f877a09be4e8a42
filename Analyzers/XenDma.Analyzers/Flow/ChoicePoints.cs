using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>One way in which a call that was walked into can end.</summary>
internal sealed record Ending(PathState State, Value? Result, bool Threw = false)
{
    /// <summary>What stands where the path leaves; null for the end of the body.</summary>
    public Microsoft.CodeAnalysis.IOperation? At { get; init; }
}

/// <summary>The script of one evaluation: which ending each call in it takes. The first evaluation takes the first ones and notes the rest.</summary>
internal sealed class ChoicePoints
{
    private const int MaxEndings = 12;
    private readonly int _scripted;
    private List<(IReadOnlyList<Ending> Endings, int Taken)>? _points;
    private int _next;

    public ChoicePoints()
    {
    }

    private ChoicePoints(List<(IReadOnlyList<Ending> Endings, int Taken)> points)
    {
        _points = points;
        _scripted = points.Count;
    }

    /// <summary>The endings of the call at this point of the script, if it was walked before.</summary>
    public IReadOnlyList<Ending>? Scripted => _points is not null && _next < _points.Count ? _points[_next].Endings : null;

    public Ending Take(IReadOnlyList<Ending> endings)
    {
        _points ??= [];
        if (_next == _points.Count)
            _points.Add((endings, 0));
        return endings[_points[_next++].Taken];
    }

    /// <summary>The scripts that differ from this one in a choice which this one met first.</summary>
    public IEnumerable<ChoicePoints> Alternatives()
    {
        for (int i = _scripted; i < _points?.Count; i++)
        {
            for (int other = 1; other < _points[i].Endings.Count && other < MaxEndings; other++)
            {
                var points = _points.GetRange(0, i);
                points.Add((_points[i].Endings, other));
                yield return new ChoicePoints(points);
            }
        }
    }
}
