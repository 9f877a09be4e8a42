using System;
using System.IO;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Native;

namespace XenDma.Cli;

/// <summary>Finds what <c>--impl</c> names.</summary>
internal static class Implementations
{
    /// <summary>An implementation: <c>model</c>, <c>FILE.so</c> or <c>FILE.dll[:Type]</c>.</summary>
    internal static IImplementation Find(string text)
    {
        if (text == "model") return new ModelImplementation();
        (string file, string? type) = Split(text);
        bool isAssembly = file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        if (!isAssembly && !file.Contains('.') && !File.Exists(file))
            throw new UsageException($"--impl {text}: expected 'model', FILE.so or FILE.dll[:Type]");
        try
        {
            return isAssembly ? AssemblyImplementation.Load(file, type) : NativeImplementation.Load(file);
        }
        catch (ImplementationException refused)
        {
            throw new UsageException($"--impl {text}: {refused.Message}");
        }
    }

    private static (string File, string? Type) Split(string text)
    {
        int colon = text.LastIndexOf(".dll:", StringComparison.OrdinalIgnoreCase);
        return colon < 0 ? (text, null) : (text[..(colon + 4)], text[(colon + 5)..]);
    }
}
