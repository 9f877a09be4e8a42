using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Contracts;

/// <summary>Something wrong in a contract file, with its place.</summary>
internal sealed class ContractProblem(TextSpan place, string why)
{
    public TextSpan Place { get; } = place;

    public string Why { get; } = why;

    /// <summary>The file can be read, but what it says does not fit the methods of this compilation.</summary>
    public bool IsOfMeaning { get; init; }
}
