using System;
using System.Diagnostics;
using System.Threading;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>Watches one child while it works, on a thread of its own, and kills it where it makes no progress or takes too much memory.</summary>
internal sealed class ChildWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly ProgressCell _cell;
    private readonly AutoResetEvent _work = new(false);
    private readonly Lock _lock = new();
    private ChildLimits? _limits;
    private bool _isDisposed;

    internal ChildWatch(Process process, ProgressCell cell)
    {
        _process = process;
        _cell = cell;
        new Thread(Watch) { IsBackground = true, Name = "watch over a child" }.Start();
    }

    /// <summary>Why the child was killed, if it was.</summary>
    internal string? Reason { get; private set; }

    /// <summary>The verdict that goes with it.</summary>
    internal Verdict? Verdict { get; private set; }

    /// <summary>Work begins.</summary>
    internal void Begin(ChildLimits limits)
    {
        lock (_lock) _limits = limits;
        _work.Set();
    }

    /// <summary>Work has ended.</summary>
    internal void End()
    {
        lock (_lock) _limits = null;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _limits = null;
            _isDisposed = true;
        }

        _work.Set();
    }

    private void Watch()
    {
        while (true)
        {
            _work.WaitOne();
            lock (_lock)
            {
                if (_isDisposed) return;
            }

            WatchWork();
        }
    }

    private void WatchWork()
    {
        long ticks = -1;
        TimeSpan busySince = default, waited = default;
        while (true)
        {
            Thread.Sleep(Interval);
            lock (_lock)
            {
                if (_limits is not { } limits || !TryLook(out TimeSpan used, out long memory)) return;
                if (_cell.Ticks != ticks)
                {
                    ticks = _cell.Ticks;
                    busySince = used;
                    waited = default;
                }

                waited = ThreadState.Waits(_process.Id) ? waited + Interval : default;
                if (used - busySince > limits.Busy) Kill(Harness.Verdict.TimedOut, $"no progress in {limits.Busy.TotalSeconds:0.#} s of processor time");
                else if (waited > limits.Still) Kill(Harness.Verdict.TimedOut, $"it waited for {limits.Still.TotalSeconds:0.#} s");
                else if (memory > limits.MemoryBytes) Kill(Harness.Verdict.Crashed, $"it took more than {limits.MemoryBytes >> 20} MiB of memory");
                if (Reason is not null) return;
            }
        }
    }

    private bool TryLook(out TimeSpan used, out long memory)
    {
        used = default;
        memory = 0;
        try
        {
            _process.Refresh();
            used = _process.TotalProcessorTime;
            memory = _process.WorkingSet64;
            return true;
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void Kill(Verdict verdict, string reason)
    {
        Verdict = verdict;
        Reason = reason;
        try
        {
            _process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended at this very moment.
        }
    }
}
