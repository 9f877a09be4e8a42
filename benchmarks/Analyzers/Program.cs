using System;
using System.Linq;
using XenDma.Benchmarks.Analyzers;

int rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 5;
string only = args.Length > 1 ? args[1] : "";
if (args.Length > 2)
    Workloads.Lines = int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);

Console.WriteLine(Measurement.Head);
foreach (Workload workload in Workloads.All.Where(w => w.Name.Contains(only, StringComparison.Ordinal)))
    Console.WriteLine(Measurement.Run(workload, rounds));
