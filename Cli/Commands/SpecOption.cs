using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using XenDma.Specs.Invariants;

namespace XenDma.Cli.Commands;

/// <summary><c>--spec ID</c>: invariants by their ids.</summary>
internal static class SpecOption
{
    internal static Option<string[]> Make(string description) => new("--spec") { Description = description };

    internal static IReadOnlyList<Invariant> Invariants(string[] ids) =>
        [.. ids.Select(static id => Catalogue.Find(id) ?? throw new UsageException($"--spec {id}: no such invariant; 'xendma specs' lists them"))];
}
