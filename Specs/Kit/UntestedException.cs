using System;

namespace XenDma.Specs.Kit;

/// <summary>Nothing occurred that a clause speaks of: the test has nothing to tell, and is neither passed nor failed.</summary>
/// <param name="message">Why, in one line.</param>
public sealed class UntestedException(string message) : Exception(message);
