using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>The same options for every file, of a host that cannot list them.</summary>
internal sealed class GivenOptions(params (string Name, string Value)[] options) : AnalyzerConfigOptionsProvider
{
    private readonly Given _given = new(options);

    /// <summary>Told of each file whose options are asked for.</summary>
    public Action<SyntaxTree> Asked { get; init; } = static _ => { };

    public override AnalyzerConfigOptions GlobalOptions => _given;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree)
    {
        Asked(tree);
        return _given;
    }

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _given;

    /// <summary>What analyzers are run with.</summary>
    public AnalyzerOptions ForAnalyzers(params AdditionalText[] files) => new([.. files], this);

    private sealed class Given((string Name, string Value)[] options) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _values = options.ToImmutableDictionary(one => one.Name, one => one.Value, KeyComparer);

        public override bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(key, out value);
    }
}
