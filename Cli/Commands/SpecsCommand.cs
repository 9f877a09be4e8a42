using System;
using System.CommandLine;
using Spectre.Console;
using XenDma.Cli.Output;
using XenDma.Specs.Invariants;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma specs [ID]</c>: the contract, readable.</summary>
internal static class SpecsCommand
{
    internal static Command Make()
    {
        var id = new Argument<string?>("ID") { Arity = ArgumentArity.ZeroOrOne, Description = "An invariant's id; without one, all are listed." };
        var command = new Command("specs", "Prints the invariants of the contract.") { id };
        command.SetAction(parsed => Run(parsed.GetValue(id)));
        return command;
    }

    private static int Run(string? id)
    {
        if (id is null)
        {
            Table table = Terminal.Table("id", "title", "statement");
            foreach (Invariant invariant in Catalogue.All) table.AddRow(new Text(invariant.Id), new Text(invariant.Title), new Text(invariant.Statement));
            Terminal.Console.Write(table);
            return ExitStatus.Held;
        }

        Invariant found = Catalogue.Find(id) ?? throw new UsageException($"no invariant has the id '{id}': 'xendma specs' lists them");
        Terminal.Line($"{found.Id}  {found.Title}");
        Terminal.Line($"  statement  {found.Statement}");
        Terminal.Line($"  formula    {found.Formula}");
        Terminal.Line($"  source     {found.Source}");
        Terminal.Line($"  needs      {found.Needs}");
        return ExitStatus.Held;
    }
}
