using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.Contracts.Json;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>One <c>*.dmacontract.json</c>: its entries, and what could not be read.</summary>
internal sealed class ContractFile
{
    private const string Suffix = ".dmacontract.json";
    private static readonly ConditionalWeakTable<SourceText, ContractFile> Known = new();

    /// <summary>The assembly that all entries are about; null where the file names none.</summary>
    public string? Assembly { get; init; }

    public IReadOnlyList<ContractEntry> Entries { get; init; } = [];

    public IReadOnlyList<EntryDirection> Directions { get; init; } = [];

    public IReadOnlyList<ContractProblem> Problems { get; init; } = [];

    /// <summary>Both are about one assembly; where one of them names none, about types of one outermost namespace.</summary>
    public bool IsOfSameLibrary(ContractFile other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (Assembly is not null && other.Assembly is not null)
            return Assembly == other.Assembly;
        return Roots().Intersect(other.Roots()).Any();
    }

    private IEnumerable<string> Roots() =>
        Entries.Select(entry => entry.Method.Type).Concat(Directions.Select(direction => direction.Constant)).Select(name => name.Split('.')[0]);

    public static bool IsOne(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file once, however many compilations see it.</summary>
    public static ContractFile Of(AdditionalText file, CancellationToken cancellation) =>
        file.GetText(cancellation) is { } text ? Known.GetValue(text, Read)
        : new ContractFile { Problems = [new ContractProblem(default, "the file cannot be opened")] };

    public static Location LocationIn(AdditionalText file, TextSpan place, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } text || place.End > text.Length)
            return Location.Create(file.Path, default, default);
        return Location.Create(file.Path, place, text.Lines.GetLinePositionSpan(place));
    }

    private static ContractFile Read(SourceText text)
    {
        if (text.Length > JsonReader.MaxLength)
            return new ContractFile { Problems = [new ContractProblem(default, JsonReader.TooLong(text.Length))] };
        return JsonReader.Read(text.ToString(), out var error) is { } root
            ? ContractFileReader.Read(root) : new ContractFile { Problems = [error!] };
    }
}
