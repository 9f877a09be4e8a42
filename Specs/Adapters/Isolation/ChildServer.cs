using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using XenDma.Specs.Adapters.Native;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>The child's half of the conversation: the whole loop of generator, model, implementation and invariants runs here, and a line goes
/// back for many cases.</summary>
internal sealed class ChildServer(Stream requests, Stream replies, ProgressCell progress)
{
    private IImplementation? _implementation;
    private CaseRunner? _runner;
    private string[] _judges = [];

    private IImplementation Loaded => _implementation ?? throw new InvalidOperationException("nothing was loaded");

    /// <summary>Answers until the parent asks no more.</summary>
    internal void Serve()
    {
        using var reader = new StreamReader(requests, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            JsonSerializer.Serialize(replies, Answer(line, reader), ChildJson.Default.ChildReply);
            replies.WriteByte((byte)'\n');
            replies.Flush();
        }
    }

    /// <summary>The runner of the request before serves as long as the same invariants are asked: it keeps what runs can use again.</summary>
    private CaseRunner RunnerFor(string[] ids)
    {
        if (_runner is null || !ids.AsSpan().SequenceEqual(_judges)) _runner = new CaseRunner(Loaded, Find(ids), progress);
        _judges = ids;
        return _runner;
    }

    /// <summary>Invariants by their ids.</summary>
    private static Invariant[] Find(string[] ids) =>
        [.. ids.Select(static id => Catalogue.Find(id) ?? throw new InvalidOperationException($"no invariant {id}"))];

    private static Scenario Parse(string line) => ScenarioParser.Parse("scenario", 1, Encoding.UTF8.GetBytes(line));

#pragma warning disable CA1031 // Whatever fails here is the kit's own failure, and the parent's to tell.
    private ChildReply Answer(string line, StreamReader following)
    {
        try
        {
            ChildRequest request = JsonSerializer.Deserialize(line, ChildJson.Default.ChildRequest)!;
            return Answer(request is { Case: null, Replay: null } ? request : request with { Scenario = following.ReadLine() });
        }
        catch (Exception fault)
        {
            return new ChildReply { Broken = fault.ToString() };
        }
    }
#pragma warning restore CA1031

    private ChildReply Answer(ChildRequest request) => request switch
    {
        { Load: { } load } => Load(load),
        { Batch: { } batch } => new ChildReply { Batch = Run(batch) },
        { Case: { } single, Scenario: { } scenario } => new ChildReply { Case = Run(single, Parse(scenario)) },
        { Replay: { } replay, Scenario: { } scenario } => new ChildReply { Replay = Run(replay, Parse(scenario)) },
        _ => throw new InvalidOperationException("an empty request"),
    };

    private ChildReply Load(LoadRequest load)
    {
        try
        {
            _runner = null;
            _implementation = load.Kind switch
            {
                ImplementationKind.Native => NativeImplementation.Load(load.File),
                ImplementationKind.Assembly => AssemblyImplementation.Load(load.File, load.Type),
                _ => new ModelImplementation(),
            };
            return new ChildReply { Loaded = new LoadedReply(_implementation.Name, _implementation.Offers) };
        }
        catch (ImplementationException refused)
        {
            return new ChildReply { Refused = refused.Message };
        }
    }

    private CaseTally Run(BatchRequest batch)
    {
        var options = new CampaignOptions
        {
            Seed = batch.Seed,
            MaxSteps = batch.MaxSteps,
            Semantics = Semantics.Find(batch.Semantics) ?? throw new InvalidOperationException($"no release {batch.Semantics}"),
            Platforms = batch.Platforms,
        };
        return ((ICaseRunner)RunnerFor(batch.Invariants)).Run(options, batch.First, batch.Count, CancellationToken.None);
    }

    private CaseReply Run(CaseRequest request, Scenario scenario)
    {
        progress.BeginCase(0);
        CaseResult result = RunnerFor(request.Invariants).Run(scenario);
        return new CaseReply(result.Verdict, result.Finding, result.Reason, result.StepsRun, [.. result.Exercised], new Dictionary<string, long>(result.Labels))
        {
            Answered = result.Finding is null ? null : AnswersText.ToLine(scenario, result.Answers),
        };
    }

    private ReplayOutcome Run(ReplayRequest request, Scenario scenario)
    {
        progress.BeginCase(0);
        return Replay.Run(scenario, Loaded, request.Mode, Find(request.Invariants), progress);
    }
}
