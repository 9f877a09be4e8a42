using System;
using System.IO;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>Whether a process's first thread waits, or wants to run. On a busy machine the difference is all: who is not let run makes no
/// progress either.</summary>
internal static class ThreadState
{
    /// <summary>Whether the first thread of a process sleeps; true where nobody can tell.</summary>
    internal static bool Waits(int process)
    {
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            // The state stands behind the name, which is in parentheses and may hold any (proc(5)).
            string stat = File.ReadAllText($"/proc/{process}/stat");
            int state = stat.LastIndexOf(')') + 2;
            return state < stat.Length && stat[state] == 'S';
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
