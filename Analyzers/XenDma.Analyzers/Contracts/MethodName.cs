using System.Collections.Generic;
using System.Text;

namespace XenDma.Analyzers.Contracts;

/// <summary>The name of a method as documentation comments write it, without their prefix: <c>Ns.Type.Method(System.IntPtr,System.UInt64@)</c>.
/// The keywords of C# (<c>int</c>, <c>ref</c>, <c>out</c>, <c>in</c>, <c>nint</c>) and pointed brackets may be used in the parameters.</summary>
internal sealed class MethodName
{
    /// <summary>Longer names are not read.</summary>
    public const int MaxLength = 1000;

    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["bool"] = "System.Boolean",
        ["byte"] = "System.Byte",
        ["sbyte"] = "System.SByte",
        ["char"] = "System.Char",
        ["short"] = "System.Int16",
        ["ushort"] = "System.UInt16",
        ["int"] = "System.Int32",
        ["uint"] = "System.UInt32",
        ["long"] = "System.Int64",
        ["ulong"] = "System.UInt64",
        ["nint"] = "System.IntPtr",
        ["nuint"] = "System.UIntPtr",
        ["float"] = "System.Single",
        ["double"] = "System.Double",
        ["decimal"] = "System.Decimal",
        ["string"] = "System.String",
        ["object"] = "System.Object",
        ["void"] = "System.Void",
    };

    private MethodName(string type, string member, string? parameters)
    {
        Type = type;
        Member = member;
        Parameters = parameters;
    }

    /// <summary>The containing type, nested types behind dots.</summary>
    public string Type { get; }

    /// <summary>The method or property, with its arity if one was given; <c>#ctor</c> for a constructor.</summary>
    public string Member { get; }

    /// <summary>The parameters' types as documentation comments write them; null where no brackets stand.</summary>
    public string? Parameters { get; }

    /// <summary>Null when the text is no such name.</summary>
    public static MethodName? Parse(string text)
    {
        int open = text.IndexOf('(');
        string path = (open < 0 ? text : text.Substring(0, open)).Trim().Replace('+', '.').Replace("..ctor", ".#ctor");
        int dot = path.LastIndexOf('.');
        if (text.Length > MaxLength || dot <= 0 || !IsPath(path.Substring(0, dot)))
            return null;
        string member = path.Substring(dot + 1);
        if (member != "#ctor" && !IsSegment(member))
            return null;
        string? parameters = null;
        if (open >= 0 && (!text.TrimEnd().EndsWith(")", System.StringComparison.Ordinal) || (parameters = Normalize(text, open)) is null))
            return null;
        return new MethodName(path.Substring(0, dot), member, parameters);
    }

    public static bool IsPath(string path) => System.Array.TrueForAll(path.Split('.'), IsSegment);

    public static bool IsWord(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
                return false;
        }
        return text.Length > 0 && !char.IsDigit(text[0]);
    }

    public override string ToString() => Type + "." + Member + (Parameters is null ? "" : "(" + Parameters + ")");

    /// <summary>A word, with its arity for a generic type or method.</summary>
    private static bool IsSegment(string segment)
    {
        int tick = segment.IndexOf('`');
        string arity = tick < 0 ? "" : segment.Substring(tick).TrimStart('`');
        bool numbered = tick < 0 || (arity.Length is 1 or 2 && int.TryParse(arity, out _) && segment.Length - tick - arity.Length <= 2);
        return numbered && IsWord(tick < 0 ? segment : segment.Substring(0, tick));
    }

    /// <summary>The parameters in the spelling of documentation comments; null when a bracket lacks its partner.</summary>
    private static string? Normalize(string text, int open)
    {
        var result = new StringBuilder();
        var word = new StringBuilder();
        bool byReference = false;
        int nesting = 0;
        int end = text.TrimEnd().Length - 1;
        for (int i = open + 1; i <= end; i++)
        {
            char c = text[i];
            if (char.IsLetterOrDigit(c) || c is '_' or '.' or '+')
            {
                word.Append(c == '+' ? '.' : c);
                continue;
            }
            string name = word.ToString();
            word.Clear();
            if (name is "ref" or "out" or "in" or "readonly" && c == ' ')
                byReference = true;
            else
                result.Append(Keywords.TryGetValue(name, out string? full) ? full : name);
            bool ends = i == end || (c == ',' && nesting == 0);
            if (ends && byReference)
                result.Append('@');
            byReference &= !ends;
            nesting += c is '<' or '{' or '[' ? 1 : c is '>' or '}' or ']' ? -1 : 0;
            if (nesting < 0 || c is '(' || (c is ')' && i != end))
                return null;
            if (i != end && c != ' ')
                result.Append(c switch { '<' => '{', '>' => '}', _ => c });
        }
        return nesting == 0 ? Ranked(result.ToString()) : null;
    }

    /// <summary>Arrays of several dimensions are written with their lower bounds.</summary>
    private static string Ranked(string parameters)
    {
        for (int rank = 2; rank <= 4; rank++)
        {
            string commas = new(',', rank - 1);
            parameters = parameters.Replace("[" + commas + "]", "[" + string.Join(",", System.Linq.Enumerable.Repeat("0:", rank)) + "]");
        }
        return parameters;
    }
}
