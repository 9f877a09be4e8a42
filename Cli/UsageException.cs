using System;
using XenDma.Specs.Scenarios;

namespace XenDma.Cli;

/// <summary>An argument that cannot be used; the message is one line.</summary>
internal sealed class UsageException(string message) : Exception(OneLine.Of(message));
