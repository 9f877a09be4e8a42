using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>The child's pipes to its parent, moved away from the standard streams: what a library prints goes nowhere, and what it reads is
/// empty.</summary>
/// <remarks>Where there is no dup (Windows) the pipes stay where they are; a library that prints there ends its child.</remarks>
internal sealed partial class PrivateStreams : IDisposable
{
    private PrivateStreams(Stream requests, Stream replies)
    {
        Requests = requests;
        Replies = replies;
    }

    internal Stream Requests { get; }

    internal Stream Replies { get; }

    internal static PrivateStreams Take()
    {
        int input = 0, output = 1;
        if (!OperatingSystem.IsWindows())
        {
            using SafeFileHandle nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            input = Duplicate(0);
            output = Duplicate(1);
            bool moved = input >= 0 && output >= 0 && Redirect((int)nowhere.DangerousGetHandle(), 0) == 0 && Redirect((int)nowhere.DangerousGetHandle(), 1) == 1;
            if (!moved) throw new IOException($"the standard streams cannot be moved: error {Marshal.GetLastPInvokeError()}");
        }

        return new PrivateStreams(
            new FileStream(new SafeFileHandle(input, ownsHandle: true), FileAccess.Read, bufferSize: 1 << 16),
            new FileStream(new SafeFileHandle(output, ownsHandle: true), FileAccess.Write, bufferSize: 1 << 16));
    }

    public void Dispose()
    {
        Requests.Dispose();
        Replies.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Redirect(int from, int to);
}
