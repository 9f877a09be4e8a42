using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Contracts.Files;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>What editors are told in the schema is what the reader reads.</summary>
public sealed class SchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", "dmacontract.schema.json"))).RootElement;

    private static JsonElement Entry => Schema.GetProperty("definitions").GetProperty("entry").GetProperty("properties");

    [Fact]
    public void Entry_HasTheNamesThatAreRead() =>
        Assert.Equal(ContractEntryReader.Names, Entry.EnumerateObject().Select(property => property.Name));

    [Fact]
    public void Roles_AreThoseThatAreRead() =>
        Assert.Equal(Enum.GetNames<Role>().Where(name => name != nameof(Role.None)), Texts(Entry.GetProperty("role").GetProperty("enum")));

    [Fact]
    public void Failures_AreThoseThatAreRead() =>
        Assert.Equal(FailureIdiom.Names.Select(one => one.Name), Texts(Entry.GetProperty("failure").GetProperty("oneOf")[0].GetProperty("enum")));

    [Fact]
    public void Directions_AreThoseThatAreRead() =>
        Assert.Equal(DirectionTable.All, Texts(Schema.GetProperty("definitions").GetProperty("direction").GetProperty("enum")));

    /// <summary>The file of each sample is read without a complaint, and so is each whole file in the guide.</summary>
    [Fact]
    public void WholeFiles_AreRead()
    {
        string guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "contracts.md"));
        string[] files = [.. guide.Split("```json\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])
            .Where(text => text.Contains("\"version\"", StringComparison.Ordinal)),
            .. ContractSampleTests.Samples.Folders.Select(ContractSampleTests.Samples.Contract)];

        Assert.True(files.Length > 5);
        Assert.All(files, text => Assert.Empty(ContractFile.Of(new ContractText(text), default).Problems.Select(problem => problem.Why)));
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());
}
