using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>The child process. It serves its parent and ends with it.</summary>
internal static class ChildProgram
{
    /// <summary>The first argument of a child.</summary>
    internal const string Verb = "child";

    private const int NotForPeople = 2;

    internal static int Main(string[] args)
    {
        if (args is not [Verb, var cell, var parent]) return NotForPeople;

        // Ctrl-C goes to every process of the terminal; what becomes of it is the parent's to decide.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        EndWithParent(int.Parse(parent, CultureInfo.InvariantCulture));
        using var streams = PrivateStreams.Take();
        using var progress = ProgressCell.Open(cell);
        new ChildServer(streams.Requests, streams.Replies, progress).Serve();
        return 0;
    }

    /// <summary>A library that never returns must not outlive the parent that would end it.</summary>
    private static void EndWithParent(int parent) => new Thread(() =>
    {
        while (IsAlive(parent)) Thread.Sleep(1000);
        Process.GetCurrentProcess().Kill();
    })
    {
        IsBackground = true,
        Name = "parent's end",
    }.Start();

    private static bool IsAlive(int process)
    {
        try
        {
            using var parent = Process.GetProcessById(process);
            return !parent.HasExited;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
