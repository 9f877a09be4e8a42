using System;

namespace XenDma.Specs.Adapters;

/// <summary>An op answered what no machine can mean: an address outside it, more entries than were given.</summary>
/// <param name="message">The op, what it answered, and what is possible.</param>
public sealed class NonsenseException(string message) : Exception(message);
