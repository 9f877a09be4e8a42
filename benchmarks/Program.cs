using BenchmarkDotNet.Running;
using XenDma.Benchmarks;

if (args is ["ratios"]) CycleRatios.Print();
else if (args is ["steps"]) StepRates.Print();
else BenchmarkSwitcher.FromAssembly(typeof(StreamingCycles).Assembly).Run(args);
