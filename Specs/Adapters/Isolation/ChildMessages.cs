using System.Collections.Generic;
using System.Text.Json.Serialization;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>What a parent asks: one of these is set. One JSON object a line; the scenario of a case or a replay is the line behind it, as in files.</summary>
internal sealed record ChildRequest
{
    /// <summary>The line behind.</summary>
    [JsonIgnore]
    public string? Scenario { get; init; }

    public LoadRequest? Load { get; init; }

    public BatchRequest? Batch { get; init; }

    public CaseRequest? Case { get; init; }

    public ReplayRequest? Replay { get; init; }
}

/// <summary>Load an implementation.</summary>
/// <param name="File">The file.</param>
/// <param name="Type">The type in an assembly, or null.</param>
/// <param name="Kind">What the file is.</param>
internal sealed record LoadRequest(string File, string? Type, ImplementationKind Kind);

/// <summary>Run generated cases.</summary>
internal sealed record BatchRequest(int First, int Count, ulong Seed, int MaxSteps, string Semantics, Platform[] Platforms, string[] Invariants);

/// <summary>Run a scenario beside the model.</summary>
internal sealed record CaseRequest(string[] Invariants);

/// <summary>Replay a scenario.</summary>
internal sealed record ReplayRequest(ReplayMode Mode, string[] Invariants);

/// <summary>What a child answers: one of these is set.</summary>
internal sealed record ChildReply
{
    public LoadedReply? Loaded { get; init; }

    /// <summary>Why the implementation cannot be loaded: one line.</summary>
    public string? Refused { get; init; }

    public CaseTally? Batch { get; init; }

    public CaseReply? Case { get; init; }

    public ReplayOutcome? Replay { get; init; }

    /// <summary>The kit itself failed in the child.</summary>
    public string? Broken { get; init; }
}

/// <summary>What was loaded.</summary>
internal sealed record LoadedReply(string Name, OfferedOps Offers);

/// <summary>How a case came out.</summary>
internal sealed record CaseReply(Verdict Verdict, Finding? Finding, string? Reason, int StepsRun, long[] Exercised, Dictionary<string, long> Labels)
{
    /// <summary>Where something did not hold: the scenario with what was answered as its results.</summary>
    public string? Answered { get; init; }
}

/// <summary>What a file holds.</summary>
internal enum ImplementationKind
{
    /// <summary>The reference model; no file.</summary>
    Model,

    /// <summary>A shared library with the C ABI.</summary>
    Native,

    /// <summary>An assembly.</summary>
    Assembly,
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChildRequest))]
[JsonSerializable(typeof(ChildReply))]
internal sealed partial class ChildJson : JsonSerializerContext;
