using System.Text.Json.Nodes;

namespace XenDma.PropertyTests.Cli;

/// <summary>A small good scenario as JSON, to be changed in one place.</summary>
internal static class ScenarioText
{
    /// <summary>Three steps of which two have results: a direct mapping of a page on an identity P2M, and its end.</summary>
    internal const string Good = """
        {
          "format": 1,
          "name": "a page there and back",
          "source": "by hand",
          "machine": {
            "pfns": 4096,
            "free": [[16, 2048]],
            "spare": [[8192, 2048]],
            "pool": {"slabs": 1024},
            "devices": [{"dmaMask": "0xffffffff"}]
          },
          "steps": [
            {"op": "init"},
            {"op": "map_page", "dev": 0, "pfn": 3000, "offset": 0, "size": 4096, "dir": "to_device", "attrs": 0, "result": {"dma": "0xbb8000"}},
            {"op": "unmap_page", "dev": 0, "dma": {"of": 1}, "size": 4096, "dir": "to_device", "attrs": 0, "result": {}}
          ]
        }

        """;

    /// <summary>The scenario with one text in place of another, which must occur.</summary>
    internal static string With(string old, string replacement)
    {
        Xunit.Assert.Contains(old, Good, System.StringComparison.Ordinal);
        return Good.Replace(old, replacement, System.StringComparison.Ordinal);
    }

    /// <summary>The scenario with one more step, on line 16.</summary>
    internal static string WithStep(string step) => With("\"result\": {}}\n", $"\"result\": {{}}}},\n    {step}\n");

    /// <summary>The scenario on one line, as a file of many holds it.</summary>
    internal static string Line => JsonNode.Parse(Good)!.ToJsonString() + "\n";
}
