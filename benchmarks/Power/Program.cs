using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XenDma.Power;

const int Cases = 1000, MostSeeds = 1000;
const ulong ShrunkSeeds = 3; // Shrinking costs more than finding.

int seeds = 20;
bool hasSeeds = args is [_, var count] && int.TryParse(count, CultureInfo.InvariantCulture, out seeds) && seeds is > 0 and <= MostSeeds;
if (!(args.Length == 1 || hasSeeds) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(args[0]))))
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project benchmarks/Power -- docs/power.md [SEEDS]; the page to write, in a folder that is there, and 1 to 1000 seeds instead of 20");
    return 2;
}

string page = args[0];

(IReadOnlyList<Subject> twins, IReadOnlyList<string> missing) = await Twins.LoadAsync();
if (missing.Count > 0)
{
    await Console.Error.WriteLineAsync($"power: {string.Join("; ", missing)}");
    return 2;
}

var ledger = new Ledger("xendma-out", Cases);
IReadOnlyList<Subject> subjects = [.. Subjects.Defects, .. twins];
(Subject[] Group, ulong Seed)[] work =
[
    .. from seed in Enumerable.Range(1, seeds).Select(static seed => (ulong)seed)
       from subjectGroup in subjects.Where(subject => !ledger.Has(subject.Name, seed)).GroupBy(static subject => subject.Group)
       select (subjectGroup.ToArray(), seed),
];
await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (item, _) =>
{
    double before = Environment.CpuUsage.TotalTime.TotalSeconds;
    ledger.Add(Search.Run(item.Group, item.Seed, Cases, shrinks: item.Seed <= ShrunkSeeds));
    ledger.AddTime((Environment.CpuUsage.TotalTime.TotalSeconds - before) / Environment.ProcessorCount);
    Console.WriteLine($"seed {item.Seed}: {item.Group[0].Group}, {item.Group.Length} mistakes");
    return ValueTask.CompletedTask;
});

Score ScoreOf(Subject subject) => new(subject, ledger.Sightings.Where(sighting => sighting.Subject == subject.Name && sighting.Seed <= (ulong)seeds));
File.WriteAllText(page, PowerPage.Of([.. Subjects.Defects.Select(ScoreOf)], [.. twins.Select(ScoreOf)], seeds, Cases, ShrunkSeeds, ledger.Seconds));
return 0;
