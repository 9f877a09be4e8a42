using System;

namespace XenDma.Specs.Adapters;

/// <summary>An implementation that cannot be loaded; the message is one line.</summary>
/// <param name="message">The file, and what was expected.</param>
public sealed class ImplementationException(string message) : Exception(message);
