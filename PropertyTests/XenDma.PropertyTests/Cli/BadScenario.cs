using System.Text;

namespace XenDma.PropertyTests.Cli;

/// <summary>A scenario file that cannot be used.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Line">The line that the message must name; 0 = the whole file.</param>
/// <param name="Named">What else the message must name: a key, a value.</param>
public sealed record BadScenario(string Name, byte[] Content, int Line, params string[] Named)
{
    /// <summary>A file of one scenario, pretty-printed.</summary>
    internal static BadScenario Text(string name, string json, int line, params string[] named) => new(name + ".json", Encoding.UTF8.GetBytes(json), line, named);

    /// <summary>A good scenario with one change.</summary>
    internal static BadScenario With(string name, string old, string replacement, int line, params string[] named) =>
        Text(name, ScenarioText.With(old, replacement), line, named);

    /// <summary>A good scenario with one more step, which is on line 16.</summary>
    internal static BadScenario WithStep(string name, string step, params string[] named) => Text(name, ScenarioText.WithStep(step), 16, named);
}
