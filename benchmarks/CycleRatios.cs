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
        Console.WriteLine($"{"cycle",-24}{"model",16}{"implementation in C",22}{"plain C",16}{"model / in C",16}{"model / plain C",18}");
        Print("direct, 4 KiB", cycles.DirectModel, cycles.DirectOpsC, cycles.DirectC);
        Print("bounced, 4 KiB", cycles.Bounced4KModel, cycles.Bounced4KOpsC, cycles.Bounced4KC);
        Print("bounced, 64 KiB, a sync", cycles.Bounced64KModel, cycles.Bounced64KOpsC, cycles.Bounced64KC);
        cycles.Cleanup();
    }

    private static void Print(string name, params Func<ulong>[] sides)
    {
        WarmUp(sides);
        double[][] times = [.. sides.Select(static _ => new double[Turns])];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < sides.Length; i++) times[i][turn] = Time(sides[i]);
        }

        (double Best, double Middle)[] figures = [.. times.Select(static turns => (turns.Min(), turns.Order().ElementAt(Turns / 2)))];
        Console.WriteLine($"{name,-24}{Text(figures[0]),16}{Text(figures[1]),22}{Text(figures[2]),16}{Ratio(figures[0], figures[1]),16}{Ratio(figures[0], figures[2]),18}");
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
