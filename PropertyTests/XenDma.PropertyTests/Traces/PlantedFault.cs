using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace XenDma.PropertyTests.Traces;

/// <summary>A fault that is planted into a clean trace.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Checks">The checks of which at least one must name it.</param>
/// <param name="Suits">Whether it can be planted at an event.</param>
/// <param name="Plant">Plants it into the events that are given, at an index of them.</param>
internal sealed record PlantedFault(string Name, string[] Checks, Func<ClosedTrace, int, bool> Suits, Action<ClosedTrace, List<JsonObject>, int, Random> Plant)
{
    public override string ToString() => Name;
}
