using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>The parent's half: one child, asked one thing at a time, watched while it works.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static int _count;

    private readonly Process _process;
    private readonly ProgressCell _cell;
    private readonly string _cellFile;
    private readonly LastWords _words;
    private readonly ChildWatch _watch;
    private readonly StreamReader _replies;

    private ChildProcess(string cellFile, ProgressCell cell, Process process)
    {
        _cellFile = cellFile;
        _cell = cell;
        _process = process;
        _words = new LastWords(process.StandardError);
        _watch = new ChildWatch(process, cell);
        _replies = new StreamReader(process.StandardOutput.BaseStream, Encoding.UTF8, false, 1 << 16);
    }

    /// <summary>How the child ended, if it did.</summary>
    internal ChildDeath? Death { get; private set; }

    /// <summary>Whether it can be asked again.</summary>
    internal bool IsUsable => Death is null && _watch.Reason is null;

    /// <exception cref="ImplementationException">No child can be started.</exception>
    internal static ChildProcess Start()
    {
        string file = Path.Combine(Path.GetTempPath(), $"xendma-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.progress");
        try
        {
            ProcessStartInfo info = ChildStart.Info(file);
            var cell = ProgressCell.Create(file);
            return new ChildProcess(file, cell, Process.Start(info)!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            throw new ImplementationException($"no child process can be started: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Asks, and waits for the answer or for the child's end.</summary>
    /// <returns>The answer, or null: then <see cref="Death"/> tells.</returns>
    internal ChildReply? Ask(ChildRequest request, ChildLimits limits)
    {
        _watch.Begin(limits);
        string? line;
        try
        {
            Stream requests = _process.StandardInput.BaseStream;
            JsonSerializer.Serialize(requests, request, ChildJson.Default.ChildRequest);
            requests.WriteByte((byte)'\n');
            if (request.Scenario is { } scenario) requests.Write(Encoding.UTF8.GetBytes(scenario + '\n'));
            requests.Flush();
            line = _replies.ReadLine();
        }
        catch (IOException)
        {
            line = null;
        }

        _watch.End();
        if (line is null || Read(line) is not { } reply)
        {
            Death = Autopsy();
            return null;
        }

        // Both have it mapped by now; where a mapped file cannot be deleted it goes with the child.
        if (!OperatingSystem.IsWindows()) File.Delete(_cellFile);
        if (reply.Broken is { } broken) throw new InvalidOperationException($"the kit failed in a child process: {broken}");
        return reply;
    }

    public void Dispose()
    {
        End();
        _watch.Dispose();
        _words.Dispose();
        _replies.Dispose();
        _process.Dispose();
        _cell.Dispose();
        File.Delete(_cellFile);
    }

    /// <summary>A child that is cut off in the midst of a line has not answered.</summary>
    private static ChildReply? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ChildJson.Default.ChildReply);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ChildDeath Autopsy()
    {
        End();
        string said = _words.Last is { Length: > 0 } last ? $"; its last words: {last}" : "";
        string reason = _watch.Reason ?? ExitText.Of(_process.ExitCode);
        return new ChildDeath(_watch.Verdict ?? Verdict.Crashed, reason + said, _cell.Case, _cell.Step);
    }

    private void End()
    {
        try
        {
            _process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (Death is null && _watch.Reason is null && _process.WaitForExit(200)) return;
        try
        {
            if (!_process.WaitForExit(500)) _process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself.
        }

        _process.WaitForExit();
    }
}
