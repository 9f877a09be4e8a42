using System;
using System.Collections.Generic;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Isolation;
using XenDma.Specs.Invariants;

namespace XenDma.Specs.Harness;

/// <summary>Finds where the cases of a subject run.</summary>
internal static class CaseRunners
{
    internal static ICaseRunner For(ISubject subject, IReadOnlyList<Invariant> invariants) => subject switch
    {
        IImplementation implementation => new CaseRunner(implementation, invariants),
        IsolatedImplementation isolated => new IsolatedCaseRunner(isolated, invariants),
        _ => throw new ArgumentException($"{subject} cannot be run", nameof(subject)),
    };
}
