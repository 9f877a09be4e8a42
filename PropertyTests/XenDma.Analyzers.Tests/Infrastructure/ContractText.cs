using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>A contract file that is on no disk.</summary>
internal sealed class ContractText(SourceText text, string path = "test.dmacontract.json") : AdditionalText
{
    private readonly SourceText _text = text;

    public ContractText(string text, string path = "test.dmacontract.json")
        : this(SourceText.From(text), path)
    {
    }

    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    public static AnalyzerOptions Options(params AdditionalText[] files) => new([.. files]);
}
