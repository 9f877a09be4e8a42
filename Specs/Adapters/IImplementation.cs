using System;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters;

/// <summary>An implementation of the Xen DMA ops that can be run.</summary>
public interface IImplementation
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>What names it on a command line.</summary>
    string Argument { get; }

    /// <summary>Makes an instance over a machine, with the pool that the scenario asks for.</summary>
    /// <param name="machine">The machine; the caller owns it.</param>
    /// <param name="scenario">What the machine was made from.</param>
    /// <exception cref="PoolInitException">The pool cannot be made.</exception>
    /// <exception cref="KernelBugException">The pool cannot be made at early boot.</exception>
    IDmaOps Create(Machine machine, ScenarioMachine scenario);
}
