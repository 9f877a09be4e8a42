using System;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters;

/// <summary>An implementation of the Xen DMA ops that can be run in this process.</summary>
public interface IImplementation : ISubject
{
    /// <summary>Where the memory of its machines is to lie on the host; null = in the process's own memory.</summary>
    Func<ulong, IMemoryBlock>? Allocate => null;

    /// <summary>Makes an instance over a machine, with the pool that the scenario asks for.</summary>
    /// <param name="machine">The machine; the caller owns it.</param>
    /// <param name="scenario">What the machine was made from.</param>
    /// <exception cref="PoolInitException">The pool cannot be made.</exception>
    /// <exception cref="KernelBugException">The pool cannot be made at early boot.</exception>
    /// <exception cref="NotOfferedException">The implementation cannot be asked for that machine or pool.</exception>
    IDmaOps Create(Machine machine, ScenarioMachine scenario);
}
