using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>What each place holds, by place. Variables stand apart from what is in objects: the latter may alias and are searched often.</summary>
internal sealed class Places
{
    public Places()
    {
        Variables = new();
        Heap = new();
    }

    public Places(Places other)
    {
        Variables = new(other.Variables);
        Heap = new(other.Heap);
    }

    /// <summary>Locals, parameters, captures, and what ref locals stand for.</summary>
    public Table<Value> Variables { get; }

    /// <summary>Fields, properties, elements, and the bookkeeping about objects.</summary>
    public Table<Value> Heap { get; }

    public int Count => Variables.Count + Heap.Count;

    public Value this[Value place]
    {
        get => Of(place)[place];
        set => Of(place)[place] = value;
    }

    public bool TryGetValue(Value place, out Value value) => Of(place).TryGetValue(place, out value);

    public bool ContainsKey(Value place) => Of(place).ContainsKey(place);

    public void Remove(Value place) => Of(place).Remove(place);

    public bool SameAs(Places other) => Heap.SameAs(other.Heap) && Variables.SameAs(other.Variables);

    /// <summary>The places that the two do not agree on.</summary>
    public List<Value> Differences(Places other)
    {
        var places = Variables.Differences(other.Variables);
        places.AddRange(Heap.Differences(other.Heap));
        return places;
    }

    private Table<Value> Of(Value place) => place.Kind is ValueKind.Local or ValueKind.Capture or ValueKind.RefTo ? Variables : Heap;
}
