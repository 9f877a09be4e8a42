using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace XenDma.PropertyTests.Tidy;

/// <summary>Who may know whom: an arrow never points up.</summary>
public sealed partial class RoomTests
{
    /// <summary>The model's rooms, from the ground up, and which other rooms' types each may name.</summary>
    /// <remarks>Semantics knows nobody: it lies on the ground, and a room whose own behaviour changed between releases reads it there.</remarks>
    private static readonly Dictionary<string, string[]> ModelRooms = new()
    {
        ["Addressing"] = [],
        ["Semantics"] = [],
        ["Machines"] = ["Addressing"],
        ["Translation"] = ["Addressing", "Machines", "Semantics"],
        ["Bouncing"] = ["Addressing", "Machines", "Semantics"],
        ["Ops"] = ["Addressing", "Machines", "Translation", "Bouncing", "Semantics"],
        ["Debugging"] = ["Addressing", "Machines", "Translation", "Bouncing", "Semantics", "Ops"],
    };

    /// <summary>The analyzers' rooms.</summary>
    private static readonly Dictionary<string, string[]> AnalyzerRooms = new()
    {
        ["Contracts"] = [],
        ["Flow"] = ["Contracts"],
        ["Rules"] = ["Contracts", "Flow"],
    };

    private static readonly Dictionary<string, string[]> ProjectsKnow = new()
    {
        ["Model/XenDma.Model.csproj"] = [],
        ["Specs/XenDma.Specs.csproj"] = ["XenDma.Model"],
        ["Cli/XenDma.Cli.csproj"] = ["XenDma.Model", "XenDma.Specs"],
        ["Analyzers/XenDma.Analyzers/XenDma.Analyzers.csproj"] = [],
        ["Analyzers/XenDma.Analyzers.CodeFixes/XenDma.Analyzers.CodeFixes.csproj"] = ["XenDma.Analyzers"],
    };

    [Fact]
    public void The_model_s_rooms_know_only_what_is_below() => Repository.AssertNone(Upward("Model", ModelRooms));

    [Fact]
    public void The_analyzers_rooms_know_only_what_is_below() => Repository.AssertNone(Upward("Analyzers/XenDma.Analyzers", AnalyzerRooms));

    [Fact]
    public void Every_room_of_the_model_has_a_rule() =>
        Assert.Empty(Repository.Below("Model").Select(static file => RoomOf("Model", file)).Distinct().Except(ModelRooms.Keys));

    [Fact]
    public void Projects_refer_only_downwards() => Repository.AssertNone(
        from file in Repository.Files
        where ProjectsKnow.ContainsKey(file.Path)
        from Match reference in ProjectReference().Matches(file.Text)
        let name = Path.GetFileNameWithoutExtension(reference.Groups[1].Value)
        where !ProjectsKnow[file.Path].Contains(name)
        select $"{file.Path}: refers to {name}");

    [Fact]
    public void The_model_knows_no_tests_no_generators_and_no_console() => Repository.AssertNone(
        Named("Model", new Regex(@"\b(Specs|FsCheck|Xunit|Console|Spectre|CommandLine)\b")));

    [Fact]
    public void The_model_needs_no_package() =>
        Assert.DoesNotContain("PackageReference", Repository.Files.Single(static file => file.Path == "Model/XenDma.Model.csproj").Text, System.StringComparison.Ordinal);

    [Fact]
    public void The_specs_know_no_command_line() => Repository.AssertNone(Named("Specs", new Regex(@"\b(Cli|Console|Spectre|CommandLine)\b")));

    [Fact]
    public void The_analyzers_know_the_model_by_names_only() =>
        Repository.AssertNone(Named("Analyzers", new Regex(@"\busing (static )?XenDma(?!\.Analyzers\b)")));

    private static IEnumerable<string> Named(string folder, Regex pattern) =>
        from file in Repository.Below(folder)
        from line in file.Code.Split('\n').Select(static (text, index) => (text, index))
        from Match match in pattern.Matches(line.text)
        select file.At(line.index, $"names {match.Value}");

    private static IEnumerable<string> Upward(string root, Dictionary<string, string[]> rooms)
    {
        ILookup<string, string> declared = (
            from file in Repository.Below(root)
            from Match match in Declaration().Matches(file.Code)
            select (Name: match.Groups[1].Value + match.Groups[2].Value, Room: RoomOf(root, file))).Distinct().ToLookup(static type => type.Name, static type => type.Room);
        var lines =
            from file in Repository.Below(root)
            let room = RoomOf(root, file)
            where rooms.ContainsKey(room)
            from line in file.Code.Split('\n').Select(static (text, index) => (text, index))
            select (file, room, line);
        IEnumerable<string> types =
            from at in lines
            from name in Identifier().Matches(at.line.text).Select(static match => match.Value).Distinct()
            where declared.Contains(name) && !declared[name].Any(other => other == at.room || rooms[at.room].Contains(other))
            select at.file.At(at.line.index, $"{at.room} names {name} of {string.Join(", ", declared[name])}");
        IEnumerable<string> spaces =
            from at in lines
            from other in NamespacePart().Matches(at.line.text).Select(static match => match.Groups[1].Value + match.Groups[2].Value).Distinct()
            where rooms.ContainsKey(other) && other != at.room && !rooms[at.room].Contains(other)
            select at.file.At(at.line.index, $"{at.room} names the namespace {other}");
        return types.Concat(spaces);
    }

    private static string RoomOf(string root, SourceFile file) => file.Path[(root.Length + 1)..].Split('/') is [var room, _, ..] ? room : "";

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+([A-Z]\w*)|\bdelegate\s+\S+\s+([A-Z]\w*)")]
    private static partial Regex Declaration();

    // What stands behind a dot is a member: device.Semantics. A type behind its namespace is found by the namespace.
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\bXenDma(?:\.Analyzers)?\.(\w+)|(?<![.\w])([A-Z]\w*)\.[A-Z]")]
    private static partial Regex NamespacePart();

    // A project that is only built and copied beside (no reference to its assembly) is not known.
    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"(?![^>]*ReferenceOutputAssembly=\"false\")")]
    private static partial Regex ProjectReference();
}
