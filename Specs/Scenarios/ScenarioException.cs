using System;

namespace XenDma.Specs.Scenarios;

/// <summary>A scenario file that cannot be used. The message is one line: file, line, key, what was expected.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Names the place and the fault.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, from 1; 0 for the whole file.</param>
    /// <param name="fault">The key, and what was expected.</param>
    public ScenarioException(string file, long line, string fault)
        : base(OneLine.Of(line > 0 ? $"{file}:{line}: {fault}" : $"{file}: {fault}"))
    {
        File = file;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 for the whole file.</summary>
    public long Line { get; }
}
