using System.CommandLine;

namespace XenDma.Cli.Commands;

/// <summary><c>--isolate</c>: C# implementations in child processes too.</summary>
internal static class IsolateOption
{
    internal static Option<bool> Make() => new("--isolate")
    {
        Description = "Run C# implementations in child processes, as native libraries always are: a crash or an endless loop is a verdict.",
    };
}
