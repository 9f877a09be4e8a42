using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Memory;

/// <summary>XDMA6002: managed memory mapped without being pinned for as long as it is mapped.</summary>
internal sealed class NotPinned() : FlowRule(Descriptors.NotPinned)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Contract.Releases)
        {
            if (call.Info is { Buffer: { } mapped } && ScopeOf(mapped) is { } scope && call.Frame.Depth == 0 && !scope.Span.Contains(call.Operation.Syntax.Span))
                Report(call, call.Info.Site, "its fixed statement ends before the unmap at " + Wording.Line(call.Operation));
            return false;
        }
        if (call.Role != Role.Map || call[Part.Buffer] is not { } buffer || call.Place is not { } place)
            return false;
        if (ScopeOf(buffer) is { } pinning && call.Frame.Depth == 0 && !pinning.Span.Contains(call.Operation.Syntax.Span))
            Report(call, place, "its fixed statement has ended");
        else if (Origins.IsManaged(Views.Root(buffer), call.Context) && !Origins.IsPinned(Views.Root(buffer), call.Path))
            Report(call, place, "nothing pins it");
        return false;
    }

    public override bool OnUnpin(FlowUnpin unpin)
    {
        if (unpin.State is { Life: Life.Live or Life.Unchecked or Life.Asked } && unpin.Info is { } info)
            Report(unpin, info.Site, "the handle that pins it is freed at " + Wording.Line(unpin.Operation) + ", while it is mapped");
        return false;
    }

    public override bool OnEnd(FlowEnd end)
    {
        bool stays = end.State is { MustRelease: false, Life: Life.Live or Life.Unchecked or Life.Asked };
        if (stays && end.Info is { Buffer: { } buffer } info && ScopeOf(buffer) is not null)
            Report(end, info.Site, "it stays mapped after its fixed statement");
        return false;
    }

    private void Report(FlowEvent flow, IOperation place, string why)
    {
        var written = flow is FlowCall { Role: Role.Map } call ? call.Source(Part.Buffer) : Wording.Written(flow.Info, Part.Buffer);
        flow.Report(new Finding(Descriptor, place, Wording.Text(written), why) { Others = [flow is FlowCall { Role: Role.Map } ? null : flow.Operation] });
    }

    /// <summary>The statement that pins what the pointer points to.</summary>
    private static SyntaxNode? ScopeOf(Value buffer)
    {
        if (buffer is { Kind: ValueKind.Local, Symbol: ILocalSymbol { IsFixed: true, DeclaringSyntaxReferences: { Length: 1 } declared } })
            return declared[0].GetSyntax().FirstAncestorOrSelf<FixedStatementSyntax>();
        foreach (var arg in buffer.Args)
        {
            if (buffer.Kind == ValueKind.Op && ScopeOf(arg) is { } scope)
                return scope;
        }
        return null;
    }
}
