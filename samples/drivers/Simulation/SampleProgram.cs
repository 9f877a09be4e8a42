using System;
using System.Collections.Generic;

namespace XenDma.Samples.Simulation;

/// <summary>Runs a driver on every machine and prints what it did: the whole of a sample's program.</summary>
public static class SampleProgram
{
    /// <summary>A driver and its device on a machine.</summary>
    public delegate (Device Device, ILifecycle Driver) MakeDriver(Bench bench);

    /// <summary>Runs a driver.</summary>
    /// <param name="args">The program's arguments: a seed, or nothing.</param>
    /// <param name="makeDriver">Makes the driver.</param>
    /// <returns>The exit status: 0 = all data was right and nothing was left; 1 = not so; 2 = the argument is no seed.</returns>
    public static int Play(IReadOnlyList<string> args, MakeDriver makeDriver)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(makeDriver);
        int seed = 1;
        if (args.Count > 1 || (args.Count == 1 && !int.TryParse(args[0], out seed)))
        {
            Console.Error.WriteLine($"'{string.Join(' ', args)}': a seed, one number, expected");
            return 2;
        }

        Console.WriteLine($"seed {seed}");
        bool isFlawless = true;
        foreach (DriverMachine machine in DriverMachines.All)
        {
            using var bench = new Bench(machine, Semantics.Linux6_14);
            (Device device, ILifecycle driver) = makeDriver(bench);
            DriverRun run = DriverRun.Of(bench, device, driver, seed);
            Console.WriteLine($"{machine.Name}: {run.Work?.ToString() ?? "no probe succeeded"}");
            Console.WriteLine($"  {run.Leftovers}");
            isFlawless &= run.IsFlawless;
        }

        return isFlawless ? 0 : 1;
    }
}
