using System;
using System.IO;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Isolation;

namespace XenDma.Cli;

/// <summary>Finds what <c>--impl</c> names.</summary>
internal static class Implementations
{
    /// <summary>An implementation: <c>model</c>, <c>FILE.so</c> or <c>FILE.dll[:Type]</c>.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="isolate">Run it in child processes, whatever it is; native libraries always are.</param>
    internal static ISubject Find(string text, bool isolate)
    {
        if (text == "model") return new ModelImplementation();
        (string file, string? type) = Split(text);
        bool isAssembly = file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        if (!isAssembly && !file.Contains('.') && !File.Exists(file))
            throw new UsageException($"--impl {text}: expected 'model', FILE.so or FILE.dll[:Type]");
        try
        {
            return !isAssembly ? IsolatedImplementation.Native(file)
                : isolate ? IsolatedImplementation.Assembly(file, type)
                : AssemblyImplementation.Load(file, type);
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
