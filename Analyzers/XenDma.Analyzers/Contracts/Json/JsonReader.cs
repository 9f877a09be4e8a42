using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Contracts.Json;

/// <summary>Reads JSON as RFC 8259 has it, with the place of every piece. A compiler host brings no JSON library that an analyzer may load.
/// Whatever the text is, the answer is a node or one error: depth and length are bounded, nothing throws.</summary>
internal sealed class JsonReader
{
    /// <summary>Objects and lists within each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>Characters of a text.</summary>
    public const int MaxLength = 1 << 20;

    private readonly string _text;
    private int _at;
    private int _depth;

    private JsonReader(string text) => _text = text;

    private ContractProblem? Error { get; set; }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>The root, or null and what is wrong.</summary>
    public static JsonNode? Read(string text, out ContractProblem? error)
    {
        if (text.Length > MaxLength)
        {
            error = new ContractProblem(default, TooLong(text.Length));
            return null;
        }
        var reader = new JsonReader(text);
        var root = reader.ReadNode();
        reader.SkipBlanks();
        if (root is not null && reader._at < text.Length)
            root = reader.Fail("the end of the file was expected");
        error = reader.Error;
        return root;
    }

    public static string TooLong(int length) => $"the file has {length} characters, at most {MaxLength} are read";

    private JsonNode? ReadNode()
    {
        SkipBlanks();
        int start = _at;
        switch (Next)
        {
            case '{':
                return ReadObject(start);
            case '[':
                return ReadList(start);
            case '"':
                return ReadText() is { } text ? new JsonNode(JsonKind.Text, From(start)) { Text = text } : null;
            case '-' or (>= '0' and <= '9'):
                return ReadNumber(start);
            case '/':
                return Fail("JSON has no comments");
            default:
                return ReadWord(start);
        }
    }

    private JsonNode? ReadWord(int start)
    {
        while (_at < _text.Length && char.IsLetter(_text[_at]))
            _at++;
        var span = From(start);
        switch (_text.Substring(start, span.Length))
        {
            case "true":
                return new JsonNode(JsonKind.Bool, span) { Truth = true };
            case "false":
                return new JsonNode(JsonKind.Bool, span);
            case "null":
                return new JsonNode(JsonKind.Null, span);
            default:
                _at = start;
                return Fail(_at < _text.Length ? "a value was expected" : "the file ends where a value was expected");
        }
    }

    private JsonNode? ReadObject(int start)
    {
        if (!Enter())
            return null;
        var members = new List<JsonMember>();
        var names = new HashSet<string>();
        while (!Ends('}', members.Count))
        {
            SkipBlanks();
            int at = _at;
            if (Error is not null || Next != '"')
                return Fail(members.Count == 0 ? "a name in quotes or '}' was expected" : "a name in quotes was expected");
            if (ReadText() is not { } name)
                return null;
            var nameSpan = From(at);
            if (!names.Add(name))
                return FailAt(nameSpan, $"'{name}' stands here for the second time");
            SkipBlanks();
            if (Next != ':')
                return Fail("':' was expected");
            _at++;
            if (ReadNode() is not { } value)
                return null;
            members.Add(new JsonMember(name, nameSpan, value));
        }
        return Error is null ? new JsonNode(JsonKind.Object, From(start)) { Members = members } : null;
    }

    private JsonNode? ReadList(int start)
    {
        if (!Enter())
            return null;
        var items = new List<JsonNode>();
        while (!Ends(']', items.Count))
        {
            if (Error is not null || ReadNode() is not { } item)
                return null;
            items.Add(item);
        }
        return Error is null ? new JsonNode(JsonKind.List, From(start)) { Items = items } : null;
    }

    private bool Enter()
    {
        if (++_depth > MaxDepth)
            return Fail($"more than {MaxDepth} objects and lists stand within each other") is not null;
        _at++;
        return true;
    }

    /// <summary>Takes the bracket that ends the object or list, or the comma before its next part.</summary>
    private bool Ends(char bracket, int count)
    {
        SkipBlanks();
        if (Next == bracket && _at < _text.Length)
        {
            _at++;
            _depth--;
            return true;
        }
        if (count == 0)
            return false;
        if (Next != ',')
            return Fail(_at < _text.Length ? $"',' or '{bracket}' was expected" : $"the file ends where ',' or '{bracket}' was expected") is not null;
        int comma = _at++;
        SkipBlanks();
        if (Next == bracket)
            return FailAt(new TextSpan(comma, 1), $"',' stands before '{bracket}'") is not null;
        return false;
    }

    private JsonNode? ReadNumber(int start)
    {
        if (Next == '-')
            _at++;
        int digits = _at;
        bool valid = SkipDigits() && (_text[digits] != '0' || _at == digits + 1);
        if (Next == '.')
        {
            _at++;
            valid &= SkipDigits();
        }
        if (Next is 'e' or 'E')
        {
            _at++;
            if (Next is '+' or '-')
                _at++;
            valid &= SkipDigits();
        }
        var span = From(start);
        return valid ? new JsonNode(JsonKind.Number, span) { Text = _text.Substring(start, span.Length) } : FailAt(span, "this is no number of JSON");
    }

    private bool SkipDigits()
    {
        int start = _at;
        while (Next is >= '0' and <= '9')
            _at++;
        return _at > start;
    }

    private string? ReadText()
    {
        var scanner = new JsonText(_text, _at);
        string? text = scanner.Read();
        if (text is null)
            FailAt(scanner.Wrong, scanner.Why);
        _at = scanner.End;
        return text;
    }

    private void SkipBlanks()
    {
        while (Next is ' ' or '\t' or '\r' or '\n')
            _at++;
    }

    private TextSpan From(int start) => TextSpan.FromBounds(start, _at);

    private JsonNode? Fail(string why) => FailAt(new TextSpan(_at, _at < _text.Length ? 1 : 0), why);

    /// <summary>Notes the first error; always null.</summary>
    private JsonNode? FailAt(TextSpan place, string why)
    {
        Error ??= new ContractProblem(place, why);
        return null;
    }
}
