using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Contracts.Json;

/// <summary>Reads one text of JSON, from quote to quote.</summary>
internal sealed class JsonText(string text, int start)
{
    private int _at = start + 1;

    /// <summary>Behind what was read.</summary>
    public int End => _at;

    /// <summary>What could not be read.</summary>
    public TextSpan Wrong { get; private set; }

    public string Why { get; private set; } = "";

    /// <summary>The text, or null.</summary>
    public string? Read()
    {
        var result = new StringBuilder();
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '"')
            {
                _at++;
                return result.ToString();
            }
            if (c < ' ')
                return Fail(new TextSpan(_at, 1), "a text ends on its line, and has no control characters");
            if (c != '\\')
            {
                result.Append(c);
                _at++;
            }
            else if (ReadEscape() is { } escaped)
                result.Append(escaped);
            else
                return null;
        }
        return Fail(TextSpan.FromBounds(start, text.Length), "the file ends within this text");
    }

    private char? ReadEscape()
    {
        char kind = _at + 1 < text.Length ? text[_at + 1] : '\0';
        char? simple = kind switch
        {
            '"' or '\\' or '/' => kind,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (simple is not null)
        {
            _at += 2;
            return simple;
        }
        if (kind == 'u' && _at + 6 <= text.Length
            && ushort.TryParse(text.Substring(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            _at += 6;
            return (char)code;
        }
        Fail(TextSpan.FromBounds(_at, System.Math.Min(_at + 2, text.Length)), "this is no escape of JSON");
        return null;
    }

    /// <summary>Always null.</summary>
    private string? Fail(TextSpan wrong, string why)
    {
        Wrong = wrong;
        Why = why;
        return null;
    }
}
