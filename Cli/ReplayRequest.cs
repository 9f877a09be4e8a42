using System.Collections.Generic;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;

namespace XenDma.Cli;

/// <summary>What a replay runs, how it compares, and what judges beside.</summary>
internal sealed record ReplayRequest(ISubject Implementation, ReplayMode Mode, IReadOnlyList<Invariant> Invariants);
