namespace XenDma.Analyzers.CodeFixes;

/// <summary>Removes a call that should not be.</summary>
public abstract class RemoveCallFix : DmaCodeFix
{
    private readonly string _title;

    private protected RemoveCallFix(string id, string title)
        : base(id) => _title = title;

    private protected sealed override void Register(FixContext fix)
    {
        if (Edits.CallStatement(fix.Node) is { } statement)
            fix.Offer(_title, Edits.Remove(fix.Root, statement));
    }
}
