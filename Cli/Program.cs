using System;
using System.CommandLine;
using System.Threading.Tasks;
using XenDma.Cli;
using XenDma.Cli.Commands;
using XenDma.Specs.Adapters;
using XenDma.Specs.Scenarios;

var root = new RootCommand("xendma: the DMA contract of Xen guests, executable.")
{
    VerifyCommand.Make(),
    ReplayCommand.Make(),
    SpecsCommand.Make(),
    TraceCommand.Make(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        string[] words = error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        await Console.Error.WriteLineAsync($"xendma: {OneLine.Of(string.Join(' ', words))}");
    }

    await Console.Error.WriteLineAsync("xendma: 'xendma --help' lists the commands and their options");
    return ExitStatus.BadInput;
}

using var interruption = new Interruption();

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
}
catch (Exception refused) when (refused is ScenarioException or UsageException or ImplementationException)
{
    await Console.Error.WriteLineAsync($"xendma: {refused.Message}");
    return ExitStatus.BadInput;
}
#pragma warning disable CA1031 // The last place: whatever the tool did not foresee is its own failure, told in one line.
catch (Exception failure)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"xendma: internal error: {failure}");
    return ExitStatus.InternalError;
}
