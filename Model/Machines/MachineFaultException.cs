using System;

namespace XenDma.Machines;

/// <summary>An access or a bookkeeping step that no machine could carry out: memory outside the guest, a frame freed twice, a frame
/// behind two guest frames. Where the kernel would oops or corrupt, the model stops and names the place.</summary>
/// <param name="message">What was tried, with the address.</param>
public sealed class MachineFaultException(string message) : Exception(message);
