using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using static XenDma.PropertyTests.Cli.BadScenario;

namespace XenDma.PropertyTests.Cli;

/// <summary>The files that cannot be used.</summary>
internal static class BadScenarios
{
    internal static IReadOnlyList<BadScenario> All { get; } = [.. Files(), .. Compressed(), .. Json(), .. Keys(), .. Steps(), .. Sizes()];

    private static IEnumerable<BadScenario> Files() =>
    [
        Text("empty", "", 0, "expected a scenario"),
        new("empty.jsonl", [], 0, "expected a scenario"),
        new("blank.jsonl", "\n \n\r\n"u8.ToArray(), 0, "expected a scenario"),
        new("junk.json", [.. Enumerable.Range(0, 4096).Select(static i => (byte)((i * 167) + 131))], 1, "no valid JSON"),
        new("junk.jsonl", [.. Enumerable.Range(0, 4096).Select(static i => (byte)((i * 89) + 200))], 1, "no valid JSON"),
        new("zeros.json", new byte[100], 1, "no valid JSON"),
        new("second-line.jsonl", Encoding.UTF8.GetBytes(ScenarioText.Line + "{\"format\": 2}\n"), 2, "format", "found 2"),
    ];

    private static IEnumerable<BadScenario> Compressed()
    {
        byte[] five = TemporaryFolder.Compressed(string.Concat(Enumerable.Repeat(ScenarioText.Line, 5)));
        byte[] broken = [.. five], sum = [.. five];
        broken[five.Length / 2] ^= 0xff;
        sum[^6] ^= 0xff;
        return
        [
            new("half.jsonl.gz", five[..(five.Length / 2)], 1, "gzip"),
            new("no-trailer.jsonl.gz", five[..^8], 6, "gzip"),
            new("half-trailer.jsonl.gz", five[..^4], 6, "gzip"),
            new("two-bytes.jsonl.gz", five[..2], 1, "gzip"),
            new("broken.jsonl.gz", broken, 1, "gzip"),
            new("wrong-sum.jsonl.gz", sum, 1, "gzip"),
            new("bomb.json.gz", TemporaryFolder.Compressed(static stream => Repeat(stream, " ", 300 << 20)), 1, "at most"),
            new("hungry.jsonl.gz", TemporaryFolder.Compressed(ManyEntries), 0, "more memory than there is"),
            new("bomb.jsonl.gz", TemporaryFolder.Compressed(static stream => Repeat(stream, "{\"name\":\"", 300 << 20)), 1, "at most"),
        ];
    }

    private static IEnumerable<BadScenario> Json() =>
    [
        Text("truncated", ScenarioText.Good[..(ScenarioText.Good.IndexOf("\"op\": \"map_page\"", System.StringComparison.Ordinal) + 30)], 14, "steps[1]", "too early"),
        Text("deep", new string('[', 100_000), 1, "found a list"),
        With("deep-inside", "\"by hand\"", new string('[', 100) + new string(']', 100), 4, "source", "found a list"),
        Text("trailing", ScenarioText.Good + "{}", 18, "follows the scenario"),
        Text("comment", "// no\n" + ScenarioText.Good, 1, "no valid JSON"),
        Text("list", "[1]", 1, "found a list"),
        Text("null", "null", 1, "found null"),
        new("bad-utf8-key.json", BadUtf8("\"name\""), 3),
        new("bad-utf8-value.json", BadUtf8("\"by hand\""), 4, "source"),
        With("lone-surrogate", "by hand", "\\ud800", 4, "source"),
        With("huge-number", "4096,\n", new string('9', 100_000) + ",\n", 6, "machine.pfns"),
        With("huge-hex", "0xffffffff", "0x1" + new string('0', 100_000), 10, "machine.devices[0].dmaMask"),
    ];

    private static IEnumerable<BadScenario> Keys() =>
    [
        With("format", "\"format\": 1", "\"format\": 2", 2, "format", "found 2"),
        With("unknown-key", "\"name\"", "\"nome\"", 3, "nome: unknown key"),
        With("unknown-key-lines", "\"name\"", "\"no\\nme\\u001b[31m\"", 3, "no?me?[31m: unknown key"),
        With("unknown-machine-key", "\"free\"", "\"fee\"", 7, "machine.fee: unknown key"),
        With("unknown-pool-key", "\"slabs\"", "\"slots\"", 9, "machine.pool.slots: unknown key"),
        With("unknown-device-key", "\"dmaMask\"", "\"mask\"", 10, "machine.devices[0].mask: unknown key"),
        With("missing-machine", "\"machine\": {", "\"steps\": {", 5, "steps", "a list of steps"),
        With("missing-pfns", "\"pfns\": 4096,", "", 5, "machine.pfns", "missing"),
        With("missing-format", "\"format\": 1,", "", 1, "format", "missing"),
        With("key-twice", "\"name\"", "\"format\"", 3, "format: the key stands twice"),
        With("wrong-type", "4096,\n", "\"many\",\n", 6, "machine.pfns", "\"many\""),
        With("fraction", "4096,\n", "40.5,\n", 6, "machine.pfns", "40.5"),
        With("below-zero", "4096,\n", "-4096,\n", 6, "machine.pfns", "-4096"),
        With("short-run", "[[16, 2048]]", "[[16]]", 7, "machine.free[0]"),
        With("long-run", "[[16, 2048]]", "[[16, 1, 1]]", 7, "machine.free[0]"),
        With("platform", "\"pfns\"", "\"platform\": \"vax\", \"pfns\"", 6, "machine.platform", "\"vax\""),
        With("semantics", "\"pfns\"", "\"semantics\": \"1.0\", \"pfns\"", 6, "machine.semantics", "\"1.0\""),
    ];

    private static IEnumerable<BadScenario> Steps() =>
    [
        With("unknown-op", "\"unmap_page\"", "\"unmap_pages\"", 15, "steps[2].op", "\"unmap_pages\""),
        With("unknown-op-lines", "\"unmap_page\"", "\"un\\nmap\\u2028\"", 15, "steps[2].op", @"un\nmap\u2028"),
        With("missing-op", "{\"op\": \"init\"}", "{}", 13, "steps[0].op", "missing"),
        With("unknown-argument", "\"offset\"", "\"ofset\"", 14, "steps[1].ofset: unknown key"),
        With("missing-argument", "\"offset\": 0, ", "", 14, "steps[1].offset", "missing"),
        With("direction", "\"to_device\", \"attrs\": 0, \"result\": {}", "\"up\", \"attrs\": 0, \"result\": {}", 15, "steps[2].dir", "\"up\""),
        With("result-form", "{\"dma\": \"0xbb8000\"}", "{\"rc\": -12}", 14, "steps[1].result.rc"),
        With("result-key", "{\"dma\": \"0xbb8000\"}", "{\"addr\": 1}", 14, "steps[1].result.addr: unknown key"),
        With("result-null", "{\"op\": \"init\"}", "{\"op\": \"init\", \"result\": {\"rc\": 0, \"slabs\": 1, \"phys\": null, \"end\": 2048}}", 13, "steps[0].result"),
        With("init-not-first", "{\"op\": \"init\"}", "{\"op\": \"slots_in_use\"}", 13, "steps[0].op", "init"),
        WithStep("init-twice", """{"op": "init"}""", "steps[3].op"),
        With("no-init", "{\"op\": \"init\"},", "", 14, "steps[0].op", "init"),
        With("later-step", "{\"of\": 1}", "{\"of\": 2}", 15, "steps[2].dma.of", "2"),
        With("far-step", "{\"of\": 1}", "{\"of\": 99999}", 15, "steps[2].dma.of", "99999"),
        WithStep("no-address", """{"op": "cpu_sum", "phys": {"of": 2}, "size": 1}""", "steps[3].phys.of: step 2 returns no address"),
        WithStep("no-list", """{"op": "unmap_sg", "dev": 0, "map": 1, "dir": "to_device", "attrs": 0}""", "steps[3].map: step 1"),
        WithStep("no-device", """{"op": "dma_supported", "dev": 1, "mask": 1}""", "steps[3].dev: device 1"),
    ];

    private static IEnumerable<BadScenario> Sizes() =>
    [
        WithStep("map-2-62", """{"op": "map_page", "dev": 0, "pfn": 0, "offset": 0, "size": 4611686018427387904, "dir": "to_device", "attrs": 0}""", "steps[3].size"),
        WithStep("map-offset", """{"op": "map_page", "dev": 0, "pfn": 0, "offset": "0xffffffffffffffff", "size": 1, "dir": "to_device", "attrs": 0}""", "steps[3].offset"),
        WithStep("map-pfn", """{"op": "map_page", "dev": 0, "pfn": "0x8000000000000000", "offset": 0, "size": 1, "dir": "to_device", "attrs": 0}""", "steps[3].pfn"),
        WithStep("fill-2-62", """{"op": "cpu_fill", "phys": 0, "size": 4611686018427387904, "seed": 1}""", "steps[3].size"),
        WithStep("fill-end", """{"op": "cpu_fill", "phys": "0xfff001", "size": 4096, "seed": 1}""", "steps[3].phys"),
        WithStep("alloc-2-62", """{"op": "alloc", "dev": 0, "size": 4611686018427387904, "attrs": 0}""", "steps[3].size"),
        WithStep("sg-2-62", """{"op": "map_sg", "dev": 0, "segments": [[0, 4611686018427387904]], "dir": "to_device", "attrs": 0}""", "steps[3].segments[0]"),
        WithStep("p2m-2-62", """{"op": "p2m", "pfn": 0, "count": 4611686018427387904}""", "steps[3].count"),
        With("pfns-2-50", "\"pfns\": 4096", "\"pfns\": 1125899906842624", 6, "machine.pfns"),
        With("no-pfns", "\"pfns\": 4096", "\"pfns\": 0", 6, "machine.pfns"),
        With("slabs-2-50", "\"slabs\": 1024", "\"slabs\": 1125899906842624", 9, "machine.pool.slabs"),
        With("p2m-2-60", "\"pfns\"", "\"p2m\": [[0, 0, 1152921504606846976]], \"pfns\"", 6, "machine.p2m[0]"),
        With("p2m-wraps", "\"pfns\"", "\"p2m\": [[\"0xffffffffffffffff\", 0, 2]], \"pfns\"", 6, "machine.p2m[0]"),
        With("free-2-60", "[[16, 2048]]", "[[16, 1152921504606846976]]", 7, "machine.free[0]"),
        With("spare-2-60", "[[8192, 2048]]", "[[8192, 1152921504606846976]]", 8, "machine.spare[0]"),
        With("spare-owned", "[[8192, 2048]]", "[[4000, 2048]]", 8, "machine.spare[0]"),
        With("free-twice", "[[16, 2048]]", "[[16, 2048], [20, 1]]", 7, "machine.free[1]"),
        With("page-shift", "\"pfns\"", "\"pageShift\": 60, \"pfns\"", 6, "machine.pageShift"),
        With("order", "\"pfns\"", "\"exchangeMaxOrder\": 63, \"pfns\"", 6, "machine.exchangeMaxOrder"),
    ];

    /// <summary>60 MB of steps that no limit forbids one by one; parsed they are 300.</summary>
    private static void ManyEntries(Stream stream)
    {
        byte[] list = Encoding.UTF8.GetBytes(", {\"op\":\"map_sg\",\"dev\":0,\"dir\":\"to_device\",\"attrs\":0,\"segments\":["
            + string.Join(',', Enumerable.Repeat("[0,1]", 65_536)) + "]}");
        string before = ScenarioText.Line[..^3];
        stream.Write(Encoding.UTF8.GetBytes(before));
        for (int i = 0; i < 150; i++) stream.Write(list);
        stream.Write("]}"u8);
    }

    private static byte[] BadUtf8(string text)
    {
        byte[] good = Encoding.UTF8.GetBytes(ScenarioText.Good), part = Encoding.UTF8.GetBytes(text);
        good[good.AsSpan().IndexOf(part) + 1] = 0xff;
        return good;
    }

    private static void Repeat(Stream stream, string first, int bytes)
    {
        stream.Write(Encoding.UTF8.GetBytes(first));
        byte[] piece = Encoding.UTF8.GetBytes(new string(' ', 1 << 16));
        for (int done = 0; done < bytes; done += piece.Length) stream.Write(piece);
    }
}
