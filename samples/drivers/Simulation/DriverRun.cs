using System;

namespace XenDma.Samples.Simulation;

/// <summary>One life of a driver on one machine.</summary>
/// <param name="Probes">How often probe was tried until it succeeded.</param>
/// <param name="IsUndone">Whether each probe that failed had left nothing behind.</param>
/// <param name="Work">What it did; null = no probe succeeded.</param>
/// <param name="Leftovers">What it left.</param>
public sealed record DriverRun(int Probes, bool IsUndone, Work? Work, Leftovers Leftovers)
{
    /// <summary>The most probes that are tried.</summary>
    public const int MaxProbes = 200;

    /// <summary>Whether all data was right and nothing was left behind.</summary>
    public bool IsFlawless => IsUndone && Work is { Damaged: 0, Transfers: > 0 } && Leftovers.IsClean;

    /// <summary>Probes, runs and removes a driver.</summary>
    /// <param name="bench">The machine.</param>
    /// <param name="device">The driver's device.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="seed">What the work is drawn from.</param>
    public static DriverRun Of(Bench bench, Device device, ILifecycle driver, int seed)
    {
        ArgumentNullException.ThrowIfNull(bench);
        ArgumentNullException.ThrowIfNull(driver);
        int probes = 0;
        bool isUndone = true, isProbed = false;
        for (; !isProbed && probes < MaxProbes; probes++)
        {
            isProbed = driver.TryProbe();
            if (!isProbed) isUndone &= bench is { Checker.LiveCount: 0, Guest.SlotsInUse: 0, PagesHeld: 0 };
        }

        Work? work = null;
        if (isProbed)
        {
            work = driver.Run(seed);
            driver.Remove();
        }

        return new DriverRun(probes, isUndone, work, bench.Release(device));
    }
}
