using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace XenDma.PropertyTests.Cli;

/// <summary>A fact that sends a signal to a process that it starts; where such a process cannot get it the fact is skipped, and its name says why.</summary>
/// <param name="signal">The signal's number.</param>
/// <param name="test">The test's name.</param>
public sealed class SignalFactAttribute(int signal, [CallerMemberName] string test = "") : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip =>
        OperatingSystem.IsWindows() ? "there is no signal that another process could send"
        : IsIgnored ? "the signal is ignored, as in the background of a shell, and so it is in all that is started here"
        : null;

    /// <inheritdoc/>
    public override string? DisplayName => Skip is { } reason ? $"{test}: {reason}" : null;

    private bool IsIgnored => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").Single(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var line
        && ((ulong.Parse(line.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1)) & 1) != 0;
}
