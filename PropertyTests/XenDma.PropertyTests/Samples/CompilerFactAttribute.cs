using System.Runtime.CompilerServices;
using XenDma.Cli;
using Xunit;

namespace XenDma.PropertyTests.Samples;

/// <summary>A fact that needs a compiler of this machine; where there is none it is skipped, and its name says why.</summary>
/// <param name="compiler">The compiler's name.</param>
/// <param name="test">The test's name.</param>
public sealed class CompilerFactAttribute(string compiler, [CallerMemberName] string test = "") : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip => SourceSample.WhyNot(compiler);

    /// <inheritdoc/>
    public override string? DisplayName => Skip is { } reason ? $"{test}: {reason}" : null;
}
