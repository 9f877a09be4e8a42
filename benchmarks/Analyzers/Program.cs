using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Benchmarks.Analyzers;

// 'cancel' before the others: how soon an analysis ends, in place of what it costs.
bool cancels = args.Length > 0 && args[0] == "cancel";
string[] rest = cancels ? args[1..] : args;
int rounds = rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 5;
string only = rest.Length > 1 ? rest[1] : "";
if (rest.Length > 2)
    Workloads.Lines = int.Parse(rest[2], System.Globalization.CultureInfo.InvariantCulture);

IEnumerable<Workload> chosen = Workloads.All.Where(w => w.Name.Contains(only, StringComparison.Ordinal));
Console.WriteLine(cancels ? Cancellation.Head : Measurement.Head);
foreach (Workload workload in chosen)
    Console.WriteLine(cancels ? Cancellation.Run(workload, rounds) : Measurement.Run(workload, rounds));
