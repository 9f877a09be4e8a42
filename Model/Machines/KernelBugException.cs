using System;

namespace XenDma;

/// <summary>The kernel would stop here: its caller is in breach of contract (BUG_ON), or it cannot boot (panic). State is as before.</summary>
/// <param name="message">The breach.</param>
public class KernelBugException(string message) : Exception(message);

/// <summary>The kernel would never return from this call: a search that cannot end, with the pool's lock held. State is as before.</summary>
/// <param name="message">What never ends.</param>
public sealed class KernelHangException(string message) : KernelBugException(message);
