using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What a path knows of a device that it waits for.</summary>
internal static class Waits
{
    private const string Waited = "waited";
    private static readonly Value TimedOut = Value.Of("timed out");

    /// <summary>The answer of a call that waits: true once the device is done.</summary>
    public static Value Asked(Value result) => Value.Of(Waited, result);

    /// <summary>The answer of a call that waits and tells by a status whether the device is done.</summary>
    public static Value Status(Value result, MethodContract contract) => new(ValueKind.Op, contract, result);

    public static bool IsAnswer(Value condition) => condition.IsOp(Waited);

    /// <summary>The path learns the answer.</summary>
    public static void Answer(PathState path, Value condition, bool isDone)
    {
        if (isDone)
            Settle(path);
        else
            path.Memory[TimedOut] = condition.Args[0];
    }

    /// <summary>The device is done, or stopped: it touches nothing any more.</summary>
    public static void Settle(PathState path)
    {
        path.Memory.Remove(TimedOut);
        foreach (var mapping in path.Custodies.Keys)
        {
            if (path.Custodies[mapping] is { IsSubmitted: true } custody)
                path.Custodies[mapping] = custody with { IsSubmitted = false };
        }
    }

    /// <summary>The wait that failed on this path, while nothing stopped the device.</summary>
    public static IOperation? Failed(PathState path) =>
        path.Memory.TryGetValue(TimedOut, out var wait) ? wait.Payload as IOperation : null;
}
