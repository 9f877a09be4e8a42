using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules;

/// <summary>Reads a file's options as .editorconfig and global configs together set them.</summary>
internal static class OptionReader
{
    /// <summary>Characters of what a file says that a message repeats.</summary>
    private const int MaxShown = 60;

    /// <summary>What cannot be used is left out: the default stands.</summary>
    public static FlowOptions Read(AnalyzerConfigOptions options)
    {
        var read = FlowOptions.Default;
        foreach (var option in FlowOption.All)
        {
            if (IsSet(options, option, out string? value))
                read = option.Set(read, value) ?? read;
        }
        return read;
    }

    /// <summary>One line for each value that cannot be used, and for each name that no option has.</summary>
    public static IEnumerable<string> Problems(AnalyzerConfigOptions options)
    {
        foreach (var option in FlowOption.All)
        {
            if (IsSet(options, option, out string? value) && option.Set(FlowOptions.Default, value) is null)
                yield return $"'{Short(value)}' is no value of {option.Name}: {option.Expected} was expected, {option.Default} stands";
        }
        foreach (string key in KeysOf(options))
        {
            if (key.StartsWith(FlowOption.Prefix, StringComparison.OrdinalIgnoreCase) && !IsKnown(key))
                yield return $"'{Short(key)}' is no option: one of {Names()} was expected";
        }
    }

    /// <summary>As editors have it, the value unset takes back what a file further out said.</summary>
    private static bool IsSet(AnalyzerConfigOptions options, FlowOption option, [NotNullWhen(true)] out string? value) =>
        options.TryGetValue(option.Name, out value) && !value.Trim().Equals("unset", StringComparison.OrdinalIgnoreCase);

    private static string Short(string text) => text.Length <= MaxShown ? text : text.Substring(0, MaxShown) + "...";

    private static IEnumerable<string> KeysOf(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (SystemException)
        {
            // A host need not be able to list its options: what the compiler declares throws.
            return [];
        }
    }

    private static bool IsKnown(string key)
    {
        foreach (var option in FlowOption.All)
        {
            if (AnalyzerConfigOptions.KeyComparer.Equals(option.Name, key))
                return true;
        }
        return false;
    }

    private static string Names()
    {
        var names = new List<string>();
        foreach (var option in FlowOption.All)
            names.Add(option.Name);
        return string.Join(", ", names);
    }
}
