using System;
using System.IO;
using System.Text;
using System.Threading;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>Reads what a child writes to stderr, so that it never waits for a reader, and keeps the end of it: an assertion's text, what the C
/// library says of a broken heap.</summary>
internal sealed class LastWords : IDisposable
{
    private const int Kept = 4096;
    private const int Shown = 200;

    private readonly StreamReader _stream;
    private readonly Thread _thread;
    private readonly StringBuilder _tail = new();

    internal LastWords(StreamReader stream)
    {
        _stream = stream;
        _thread = new Thread(Read) { IsBackground = true, Name = "a child's stderr" };
        _thread.Start();
    }

    /// <summary>The last line that says something, without a stack trace; for a child that has ended.</summary>
    internal string Last
    {
        get
        {
            _thread.Join(TimeSpan.FromSeconds(2));
            string[] lines;
            lock (_tail) lines = _tail.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string last = Array.FindLast(lines, static line => !line.StartsWith("at ", StringComparison.Ordinal)) ?? "";
            return OneLine.Of(last.Length > Shown ? last[..Shown] : last);
        }
    }

    public void Dispose()
    {
        _thread.Join(TimeSpan.FromSeconds(2));
        _stream.Dispose();
    }

    private void Read()
    {
        var buffer = new char[1024];
        try
        {
            for (int read; (read = _stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                lock (_tail)
                {
                    _tail.Append(buffer, 0, read);
                    if (_tail.Length > 2 * Kept) _tail.Remove(0, _tail.Length - Kept);
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The child and its words are gone.
        }
    }
}
