namespace XenDma.Specs.Adapters.Isolation;

/// <summary>What ended a process, in words.</summary>
internal static class ExitText
{
    private const int Signalled = 128;

    internal static string Of(int status) => (status - Signalled) switch
    {
        4 => "killed by SIGILL: no instruction",
        6 => "killed by SIGABRT: it aborted itself",
        7 => "killed by SIGBUS: an access that no memory answers",
        8 => "killed by SIGFPE: a division that has no result",
        9 => "killed by SIGKILL: by the system, most likely for want of memory",
        11 => "killed by SIGSEGV: an access outside memory",
        > 0 and <= 64 and var signal => $"killed by signal {signal}",
        _ => $"the process ended in the midst of the call, with exit status {status}",
    };
}
