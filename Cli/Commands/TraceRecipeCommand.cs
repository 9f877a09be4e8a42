using System;
using System.CommandLine;
using System.Threading.Tasks;
using XenDma.Cli.Traces;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma trace recipe</c>.</summary>
internal static class TraceRecipeCommand
{
    internal static Command Make()
    {
        var kernel = new Option<string>("--kernel")
        {
            DefaultValueFactory = static _ => "6.1",
            Description = "6.1 or 6.12: probes, with the offsets of Debian's builds; events: the kernel's own dma:* events, Linux 6.12 and later.",
        };
        kernel.AcceptOnlyFromAmong(RecipeScript.Kernels);
        var native = new Option<bool>("--native") { Description = "For bare metal, in place of Xen's initial domain." };
        var command = new Command("recipe", "Prints a shell script that records a trace on your machine.") { kernel, native };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(kernel)!;
            bool isNative = parsed.GetValue(native);
            if (isNative && name == "6.12") throw new UsageException("--native: probes for bare metal are known of 6.1; use --kernel 6.1 or events");
            Console.Out.Write(RecipeScript.Of(name, isNative));
            return Task.FromResult(ExitStatus.Held);
        });
        return command;
    }
}
