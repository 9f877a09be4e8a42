namespace XenDma.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitStatus
{
    /// <summary>Everything held.</summary>
    internal const int Held = 0;

    /// <summary>Something did not hold.</summary>
    internal const int DidNotHold = 1;

    /// <summary>The arguments or an input file could not be used.</summary>
    internal const int BadInput = 2;

    /// <summary>The tool itself failed.</summary>
    internal const int InternalError = 3;
}
