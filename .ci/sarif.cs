#:property PublishAot=false
// Prints what a SARIF file of the compiler says of our rules: one line a result, then one line a rule that has results.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

JsonElement run = JsonDocument.Parse(File.ReadAllText(args[0])).RootElement.GetProperty("runs")[0];
JsonElement[] results = [.. run.GetProperty("results").EnumerateArray().Where(result => Rule(result).StartsWith("XDMA", StringComparison.Ordinal))];
var lines = results.Select(result => string.Join(" ",
    [Rule(result), result.GetProperty("level").GetString(), .. Places(result, "locations"), .. Places(result, "relatedLocations").Select(place => $"[{place}]"), .. Suppressions(result)]));
foreach (string line in lines.Order(StringComparer.Ordinal))
    Console.WriteLine(line);
foreach (JsonElement rule in run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray())
{
    string id = rule.GetProperty("id").GetString()!;
    if (results.Any(result => Rule(result) == id))
        Console.WriteLine($"{id} {rule.GetProperty("properties").GetProperty("category").GetString()} {rule.GetProperty("helpUri").GetString()}");
}

static string Rule(JsonElement result) => result.GetProperty("ruleId").GetString()!;

static IEnumerable<string> Places(JsonElement result, string name)
{
    if (!result.TryGetProperty(name, out JsonElement places))
        yield break;
    foreach (JsonElement place in places.EnumerateArray().Select(place => place.GetProperty("physicalLocation")))
    {
        string file = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        yield return $"{file[(file.LastIndexOf('/') + 1)..]}:{place.GetProperty("region").GetProperty("startLine").GetInt32()}";
    }
}

static IEnumerable<string> Suppressions(JsonElement result) =>
    result.TryGetProperty("suppressions", out JsonElement all) ? all.EnumerateArray().Select(one => one.GetProperty("kind").GetString()!) : [];
