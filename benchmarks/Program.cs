using BenchmarkDotNet.Running;
using XenDma.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(StreamingCycles).Assembly).Run(args);
