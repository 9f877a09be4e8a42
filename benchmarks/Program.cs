using BenchmarkDotNet.Running;
using XenDma.Benchmarks;

if (args is ["ratios"]) CycleRatios.Print();
else BenchmarkSwitcher.FromAssembly(typeof(StreamingCycles).Assembly).Run(args);
