using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace XenDma.Benchmarks;

/// <summary>The cycles of <see cref="StreamingCycles"/> side by side: the model, the implementation in C and plain C take turns, so that what else
/// the machine does falls on all three alike. Ratios are of the best turns and of the middle ones.</summary>
internal static class CycleRatios
{
    private const int Turns = 300;
    private const int WarmUps = 5;
    private const double NanosecondsPerSecond = 1e9;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(200);

    internal static void Print()
    {
        var cycles = new StreamingCycles();
        cycles.Setup();
        Console.WriteLine($"{Turns} turns of {StreamingCycles.Rounds} cycles each; ns a cycle, best and middle turn");
        Print("direct, 4 KiB", cycles.DirectModel, ("complete C", cycles.DirectOpsC), ("plain C", cycles.DirectC));
        Print("bounced, 4 KiB", cycles.Bounced4KModel,
            ("complete C", cycles.Bounced4KOpsC), ("plain C", cycles.Bounced4KC), ("plain C with books", cycles.Bounced4KBookkept));
        Print("bounced, 64 KiB, a sync", cycles.Bounced64KModel,
            ("complete C", cycles.Bounced64KOpsC), ("plain C", cycles.Bounced64KC), ("plain C with books", cycles.Bounced64KBookkept));
        cycles.Cleanup();
    }

    private static void Print(string name, Func<ulong> model, params (string Name, Func<ulong> Cycle)[] others)
    {
        Func<ulong>[] sides = [model, .. others.Select(static other => other.Cycle)];
        WarmUp(sides);
        double[][] times = [.. sides.Select(static _ => new double[Turns])];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < sides.Length; i++) times[i][turn] = Time(sides[i]);
        }

        (double Best, double Middle)[] figures = [.. times.Select(static turns => (turns.Min(), turns.Order().ElementAt(Turns / 2)))];
        Console.WriteLine($"{name,-24} model {Text(figures[0])}");
        for (int i = 0; i < others.Length; i++)
            Console.WriteLine($"{string.Empty,24} {others[i].Name,-18} {Text(figures[i + 1]),16}, ratio {Ratio(figures[0], figures[i + 1])}");
    }

    /// <summary>Has the runtime compile for good what is called often: it does so in the background, some time after the calls.</summary>
    private static void WarmUp(Func<ulong>[] sides)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < WarmUpTime)
            {
                foreach (Func<ulong> side in sides) side();
            }

            Thread.Sleep(WarmUpTime);
        }
    }

    private static string Ratio((double Best, double Middle) side, (double Best, double Middle) other) => $"{side.Best / other.Best:F2} {side.Middle / other.Middle:F2}";

    private static string Text((double Best, double Middle) figure) => $"{figure.Best:F1} {figure.Middle:F1}";

    private static double Time(Func<ulong> side)
    {
        long start = Stopwatch.GetTimestamp();
        side();
        return (Stopwatch.GetTimestamp() - start) * NanosecondsPerSecond / Stopwatch.Frequency / StreamingCycles.Rounds;
    }
}
