using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.Tests.Fuzz;

/// <summary>Drivers whose statements are taken out, doubled, swapped or put into loops and branches: they mostly compile, and are full of mistakes.</summary>
internal static class Rearranged
{
    private const int MaxEdits = 3;

    private static readonly Func<StatementSyntax, string>[] Frames =
    [
        static one => $"if (System.Environment.TickCount > 0) {one}",
        static one => $"while (System.Environment.TickCount > 0) {{ {one} }}",
        static one => $"for (int turn = 0; turn < 3; turn++) {one}",
        static one => $"do {{ {one} }} while (System.Environment.TickCount > 0);",
        static one => $"switch (System.Environment.TickCount) {{ case 1: {one} break; }}",
        static one => $"try {{ {one} }} finally {{ System.GC.KeepAlive(null); }}",
        static one => one is ExpressionStatementSyntax simple ? $"System.Action late = () => {simple.Expression}; late();" : $"{{ {one} }}",
        static one => one is ExpressionStatementSyntax simple && simple.Expression is not AssignmentExpressionSyntax ? $"_ = {simple.Expression};" : $"; {one}",
    ];

    /// <summary>The text with its statements in another order.</summary>
    public static string Of(string text, Random random, CSharpParseOptions options)
    {
        for (int edits = random.Next(1, MaxEdits + 1); edits > 0; edits--)
        {
            var statements = CSharpSyntaxTree.ParseText(text, options).GetRoot().DescendantNodes().OfType<StatementSyntax>()
                .Where(one => one.Parent is BlockSyntax && one is not BlockSyntax).ToArray();
            if (statements.Length == 0)
                break;
            text = Edit(text, statements[random.Next(statements.Length)], random);
        }
        return text;
    }

    private static string Edit(string text, StatementSyntax one, Random random)
    {
        var list = ((BlockSyntax)one.Parent!).Statements;
        var next = list.ElementAtOrDefault(list.IndexOf(one) + 1);
        return random.Next(4) switch
        {
            0 => With(text, one, one, ""),
            1 => With(text, one, one, $"{one}\n{one}"),
            2 when next is not null => With(text, one, next, $"{next}\n{one}"),
            _ => With(text, one, one, Frames[random.Next(Frames.Length)](one)),
        };
    }

    private static string With(string text, StatementSyntax first, StatementSyntax last, string instead) =>
        string.Concat(text.AsSpan(0, first.SpanStart), instead, text.AsSpan(last.Span.End));
}
