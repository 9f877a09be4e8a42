using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Writes scenarios; what is read again is equal. Addresses and masks are hexadecimal text, counts and sizes plain numbers.</summary>
/// <remarks>A step that hung, faulted or was left out has no result in a file, and neither has a fill.</remarks>
public static class ScenarioWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A scenario as one line, without the line's end.</summary>
    public static string ToLine(Scenario scenario) => Encoding.UTF8.GetString(Line(scenario));

    /// <summary>A scenario for people, in several lines: one for each step, and for each run where there are many.</summary>
    public static string ToText(Scenario scenario) => PrettyLayout.Of(Line(scenario));

    /// <summary>Writes a scenario as one line with its end, as files <c>.jsonl</c> hold it.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="scenario">The scenario.</param>
    /// <exception cref="NotSupportedException">A step or a result is of a type that no file can hold.</exception>
    public static void WriteLine(Stream stream, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Line(scenario));
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes a scenario to a file of its own, for people; the name should end in <c>.json</c>.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Scenario scenario, string path) => File.WriteAllText(path, ToText(scenario));

    private static ReadOnlySpan<byte> Line(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Options);
        json.WriteStartObject();
        json.WriteNumber("format", Scenario.FormatVersion);
        json.WriteString("name", scenario.Name);
        json.WriteString("source", scenario.Source);
        json.WritePropertyName("machine");
        MachineWriter.Write(json, scenario.Machine);
        json.WriteStartArray("steps");
        foreach (Step step in scenario.Steps) StepWriter.Write(json, step);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan;
    }
}
