using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using XenDma.Specs.Harness;

namespace XenDma.Power;

/// <summary>What was measured so far, in a file of its own for each build: a run that was ended goes on where it was.</summary>
internal sealed class Ledger
{
    private const string TimeMark = "#seconds";

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly List<Sighting> _sightings = [];

    internal Ledger(string folder, int cases)
    {
        Directory.CreateDirectory(folder);
        string build = $"{typeof(Campaign).Module.ModuleVersionId:n}{typeof(Semantics).Module.ModuleVersionId:n}{typeof(Ledger).Module.ModuleVersionId:n}";
        _path = Path.Combine(folder, $"power-{cases}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(build)))[..16]}.tsv");
        if (!File.Exists(_path)) return;
        foreach (string[] fields in File.ReadLines(_path).Select(static line => line.Split('\t')))
        {
            if (fields is [TimeMark, var seconds]) Seconds += double.Parse(seconds, CultureInfo.InvariantCulture);
            else if (fields is [var subject, var seed, var found, var check, var steps])
                _sightings.Add(new Sighting(subject, ulong.Parse(seed, CultureInfo.InvariantCulture), int.Parse(found, CultureInfo.InvariantCulture), check, int.Parse(steps, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>All that was measured.</summary>
    internal IReadOnlyList<Sighting> Sightings => _sightings;

    /// <summary>The processor time that it took, in seconds.</summary>
    internal double Seconds { get; private set; }

    internal bool Has(string subject, ulong seed) => _sightings.Any(sighting => sighting.Subject == subject && sighting.Seed == seed);

    internal void Add(IReadOnlyList<Sighting> sightings)
    {
        lock (_lock)
        {
            _sightings.AddRange(sightings);
            File.AppendAllLines(_path, sightings.Select(static s => string.Create(CultureInfo.InvariantCulture, $"{s.Subject}\t{s.Seed}\t{s.Cases}\t{s.Check}\t{s.Steps}")));
        }
    }

    internal void AddTime(double seconds)
    {
        lock (_lock)
        {
            Seconds += seconds;
            File.AppendAllLines(_path, [string.Create(CultureInfo.InvariantCulture, $"{TimeMark}\t{seconds:F1}")]);
        }
    }
}
