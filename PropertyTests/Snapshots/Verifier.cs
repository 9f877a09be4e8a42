using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace VerifyXunit;

/// <summary>Compares a text with the *.verified.txt beside the test. Same calls and files as the Verify.Xunit package, which takes its place
/// when the property UseVerifyPackage is true.</summary>
public static class Verifier
{
    /// <summary>Compares <paramref name="target"/> with the snapshot of the calling test.</summary>
    public static SnapshotTask Verify(object? target, [CallerFilePath] string sourceFile = "", [CallerMemberName] string member = "") =>
        new(Convert.ToString(target, CultureInfo.InvariantCulture) ?? "null", sourceFile, member);
}

/// <summary>One comparison, run when awaited.</summary>
public sealed class SnapshotTask(string text, string sourceFile, string member)
{
    private string _suffix = "";

    /// <summary>Adds the test's parameters to the snapshot's name.</summary>
    public SnapshotTask UseParameters(params object?[] parameters)
    {
        var names = parameters.Select(p => Convert.ToString(p, CultureInfo.InvariantCulture) ?? "null");
        _suffix = "_" + string.Join("_", names.Select(Sanitize));
        return this;
    }

    /// <summary>Makes the comparison awaitable.</summary>
    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Runs the comparison.</summary>
    public Task ToTask()
    {
        string stem = Path.Combine(
            Path.GetDirectoryName(sourceFile) ?? ".", Path.GetFileNameWithoutExtension(sourceFile) + "." + member + _suffix);
        string verified = stem + ".verified.txt";
        string received = stem + ".received.txt";
        string actual = Normalize(text);
        string? expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        if (actual == expected)
        {
            File.Delete(received);
            return Task.CompletedTask;
        }
        File.WriteAllText(received, actual);
        throw new SnapshotMismatchException(Explain(verified, received, expected, actual));
    }

    private static string Normalize(string value) => value.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    private static string Sanitize(string name) =>
        string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '=' ? c : '_'));

    private static string Explain(string verified, string received, string? expected, string actual)
    {
        var text = new StringBuilder();
        text.AppendLine(expected is null ? "There is no snapshot yet." : "The snapshot differs ('-' verified, '+' received):");
        foreach (var line in new InlineDiffBuilder(new Differ()).BuildDiffModel(expected ?? "", actual).Lines)
        {
            string mark = line.Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " };
            text.Append(mark).AppendLine(line.Text);
        }
        text.AppendLine().Append("To accept it: mv '").Append(received).Append("' '").Append(verified).AppendLine("'");
        return text.ToString();
    }
}

/// <summary>A snapshot is missing or differs.</summary>
public sealed class SnapshotMismatchException(string message) : Exception(message);
