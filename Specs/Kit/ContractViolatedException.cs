using System;

namespace XenDma.Specs.Kit;

/// <summary>A clause of the contract does not hold; the message is the failure with its shrunk scenario.</summary>
/// <param name="message">The failure, many lines.</param>
public sealed class ContractViolatedException(string message) : Exception(message);
