using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What a path knows of a device that it waits for.</summary>
internal static class Waits
{
    private const string Waited = "waited";
    private static readonly Value TimedOut = Value.Of("timed out");
    private static readonly Value Pending = Value.Of("answer pending");

    /// <summary>The answer of a call that waits: true once the device is done.</summary>
    public static Value Asked(Value result) => Value.Of(Waited, result);

    /// <summary>Nobody looked at the answer yet.</summary>
    public static void NotePending(PathState path, Value result) => path.Memory[Pending] = result;

    /// <summary>Somebody else looks at the answer.</summary>
    public static void HandOn(PathState path, Value value)
    {
        if (!value.IsConst && path.Memory.TryGetValue(Pending, out var result) && value.Contains(result))
            path.Memory.Remove(Pending);
    }

    /// <summary>The answer of a call that waits and tells by a status whether the device is done.</summary>
    public static Value Status(Value result, MethodContract contract) => new(ValueKind.Op, contract, result);

    public static bool IsStatus(Value value) => value is { Kind: ValueKind.Op, Payload: MethodContract };

    /// <summary>The status is asked for one of those that tell a failure: it is that one, or who asks for one at a time is left alone.</summary>
    public static void AnswerOne(PathState path, Value status, bool isThat)
    {
        if (isThat)
            Answer(path, Asked(status.Args[0]), isDone: false);
        else
            HandOn(path, status);
    }

    public static bool IsAnswer(Value condition) => condition.IsOp(Waited);

    /// <summary>The path learns the answer.</summary>
    public static void Answer(PathState path, Value condition, bool isDone)
    {
        if (isDone)
        {
            Settle(path);
            return;
        }
        path.Memory[TimedOut] = condition.Args[0];
        path.Memory.Remove(Pending);
    }

    /// <summary>The device is done, or stopped: it touches nothing any more.</summary>
    public static void Settle(PathState path)
    {
        path.Memory.Remove(TimedOut);
        path.Memory.Remove(Pending);
        foreach (var mapping in path.Custodies.Keys)
        {
            if (path.Custodies[mapping] is { IsSubmitted: true } custody)
                path.Custodies[mapping] = custody with { IsSubmitted = false };
        }
    }

    /// <summary>The wait that failed on this path, while nothing stopped the device.</summary>
    public static IOperation? Failed(PathState path) => Noted(path, TimedOut);

    /// <summary>The wait whose answer nobody looked at yet.</summary>
    public static IOperation? Unanswered(PathState path) => Noted(path, Pending);

    private static IOperation? Noted(PathState path, Value key) =>
        path.Memory.TryGetValue(key, out var wait) ? wait.Payload as IOperation : null;
}
