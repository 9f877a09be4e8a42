using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using XenDma.Cli.Traces;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma trace check FILE...</c>.</summary>
internal static class TraceCheckCommand
{
    internal static Command Make()
    {
        Argument<string[]> files = TraceArguments.Files();
        Option<string?> p2m = TraceArguments.P2m();
        Option<string?> semantics = TraceArguments.Release();
        Option<string?> pool = TraceArguments.Pool();
        var against = new Option<string>("--against")
        {
            DefaultValueFactory = static _ => "contract",
            Description = "contract: is anything wrong? semantics: does this kernel do what its release is known to do?",
        };
        against.AcceptOnlyFromAmong("contract", "semantics");
        var format = new Option<string>("--format") { DefaultValueFactory = static _ => "text", Description = "text or json." };
        format.AcceptOnlyFromAmong("text", "json");
        var complete = new Option<bool>("--complete") { Description = "The trace began before the drivers: an unmap of what was never mapped is a mistake." };
        var leaks = new Option<bool>("--leaks") { Description = "The drivers were gone at the end: what is mapped then was leaked." };
        var limit = new Option<int>("--findings") { DefaultValueFactory = static _ => 20, Description = "How many findings are printed of each check." };
        var command = new Command("check", "Holds traces against the contract: the driver's side and the implementation's.")
        {
            files, p2m, semantics, pool, against, format, complete, leaks, limit,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetValue(files)!,
            new TraceRequest
            {
                P2m = parsed.GetValue(p2m),
                Release = TraceArguments.FindRelease(parsed.GetValue(semantics)),
                Pool = TraceArguments.FindPool(parsed.GetValue(pool)),
                AgainstSemantics = parsed.GetValue(against) == "semantics",
                IsFromStart = parsed.GetValue(complete),
                ExpectsNoneAlive = parsed.GetValue(leaks),
            },
            parsed.GetValue(format) == "json",
            parsed.GetValue(limit),
            cancellation)));
        return command;
    }

    private static int Run(string[] files, TraceRequest request, bool asJson, int limit, CancellationToken cancellation)
    {
        if (limit < 0) throw new UsageException($"--findings {limit}: 0 or more expected");
        bool held = true;
        foreach (string file in files)
        {
            CheckedTrace done = CheckedTrace.Of(file, request, cancellation);
            if (asJson) TraceJson.Write(done);
            else TraceText.Write(done, limit);
            held &= done.Report.Verdict is not Specs.Harness.Verdict.Fail;
        }

        return held ? ExitStatus.Held : ExitStatus.DidNotHold;
    }
}
