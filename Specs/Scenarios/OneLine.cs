using System.Globalization;
using System.Text;

namespace XenDma.Specs.Scenarios;

/// <summary>Text from files and arguments as it may stand in a message.</summary>
public static class OneLine
{
    /// <summary>The text with every control character and line separator escaped: a message stays one line, and moves no cursor.</summary>
    public static string Of(string text)
    {
        System.ArgumentNullException.ThrowIfNull(text);
        StringBuilder? escaped = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool plain = !char.IsControl(text[i]) && text[i] is not ('\u2028' or '\u2029');
            if (!plain) escaped ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (plain) escaped?.Append(text[i]);
            else escaped!.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
        }

        return escaped?.ToString() ?? text;
    }
}
