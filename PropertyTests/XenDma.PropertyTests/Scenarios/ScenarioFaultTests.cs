using System.IO;
using System.Linq;
using System.Text;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>Each kind of fault, with its whole message.</summary>
public class ScenarioFaultTests
{
    private const string Releases = "4.18, 6.1, 6.12, 6.14, contract";
    private const string Number = "a whole number of 64 bits, plain or as \"0x...\"";

    [Theory]
    [InlineData("", "a.jsonl: expected a scenario, found an empty file")]
    [InlineData("\n\r\n", "a.jsonl: expected a scenario, found an empty file")]
    [InlineData("[]", "a.jsonl:1: expected a scenario: an object, found a list")]
    [InlineData("\n{\"format\":1,", "a.jsonl:2: the JSON ends too early")]
    [InlineData("{\"format\":1,}", "a.jsonl:1: no valid JSON at byte 13 of the line: The JSON object contains a trailing comma at the end which is not supported in this mode")]
    [InlineData("{\"format\":01}", "a.jsonl:1: format: no valid JSON at byte 12 of the line: Invalid leading zero before '1'")]
    [InlineData("{\"format\":2}", "a.jsonl:1: format: expected 1, the version that is known here, found 2")]
    [InlineData("{\"format\":1}", "a.jsonl:1: machine: the key is missing")]
    [InlineData("{\"format\":1,\"format\":1}", "a.jsonl:1: format: the key stands twice")]
    [InlineData("{\"formal\":1}", "a.jsonl:1: formal: unknown key; expected format, machine, steps, name, source")]
    [InlineData("{\"a\\u000ab\":1}", "a.jsonl:1: a?b: unknown key; expected format, machine, steps, name, source")]
    [InlineData("{\"name\":\"\\ud800\"}", "a.jsonl:1: name: the string is no valid UTF-8")]
    [InlineData("{\"name\":3}", "a.jsonl:1: name: expected a string, found 3")]
    public void Read_Document(string text, string message) => Check(text, message);

    [Theory]
    [InlineData("\"pfns\":16", "\"pfns\":0", "machine.pfns: expected a number from 1 to 1048576, found 0")]
    [InlineData("\"pfns\":16", "\"pfns\":1048577", "machine.pfns: expected a number from 1 to 1048576, found 1048577")]
    [InlineData("\"pfns\":16", "\"pfns\":-1", "machine.pfns: expected " + Number + ", found -1")]
    [InlineData("\"pfns\":16", "\"pfns\":1.5", "machine.pfns: expected " + Number + ", found 1.5")]
    [InlineData("\"pfns\":16", "\"pfns\":18446744073709551616", "machine.pfns: expected " + Number + ", found 18446744073709551616")]
    [InlineData("\"pfns\":16", "\"pfns\":true", "machine.pfns: expected " + Number + ", found true")]
    [InlineData("\"pfns\":16,", "", "machine.pfns: the key is missing")]
    [InlineData("\"pfns\":16", "\"pfns\":16,\"pageShift\":17", "machine.pageShift: expected a number from 12 to 16, found 17")]
    [InlineData("\"pfns\":16", "\"pfns\":16,\"exchangeMaxOrder\":19", "machine.exchangeMaxOrder: expected a number from 0 to 18, found 19")]
    [InlineData("\"pfns\":16", "\"pfns\":16,\"semantics\":\"5.5\"", "machine.semantics: expected one of " + Releases + ", found \"5.5\"")]
    [InlineData("\"pfns\":16", "\"pfns\":16,\"platform\":\"kvm\"", "machine.platform: expected one of xen-pv, xen-dom0-arm, bare-metal, wii, found \"kvm\"")]
    [InlineData("\"pfns\":16", "\"pfns\":16,\"exchangeContents\":1", "machine.exchangeContents: expected one of preserve, scramble, found 1")]
    [InlineData("\"slabs\":0", "\"slabs\":1048577", "machine.pool.slabs: expected a number from 0 to 1048576, found 1048577")]
    [InlineData("\"slabs\":0", "\"early\":true", "machine.pool.slabs: the key is missing")]
    [InlineData("\"0xffffffff\"", "\"0xfffffffff0000000f\"", "machine.devices[0].dmaMask: expected " + Number + ", found \"0xfffffffff0000000f\"")]
    [InlineData("\"0xffffffff\"", "\"ffff\"", "machine.devices[0].dmaMask: expected " + Number + ", found \"ffff\"")]
    [InlineData("\"0xffffffff\"", "\"0x\"", "machine.devices[0].dmaMask: expected " + Number + ", found \"0x\"")]
    [InlineData("\"0xffffffff\"", "1,\"coherent\":\"yes\"", "machine.devices[0].coherent: expected true or false, found \"yes\"")]
    [InlineData("[{\"dmaMask\":\"0xffffffff\"}]", "[{}]", "machine.devices[0].dmaMask: the key is missing")]
    public void Read_Machine(string old, string replaced, string message) =>
        Check(Samples.Line(Samples.Machine.Replace(old, replaced), """{"op":"init"}"""), "a.jsonl:1: " + message);

    [Theory]
    [InlineData("\"p2m\":[[0,9,4],[4,7]]", "machine.p2m[1]: expected a run [pfn, mfn, count], found 2 numbers")]
    [InlineData("\"p2m\":[[0,9,4,4]]", "machine.p2m[0][3]: expected at most 3 entries")]
    [InlineData("\"p2m\":[[0,9,\"x\"]]", "machine.p2m[0][2]: expected " + Number + ", found \"x\"")]
    [InlineData("\"p2m\":[[0,9,0]]", "machine.p2m[0]: expected at least 1 frame, found 0")]
    [InlineData("\"p2m\":[[0,9,17]]", "machine.p2m[0]: 17 frames from guest frame 0 on: the guest has 16 frames")]
    [InlineData("\"p2m\":[[0,4503599627370495,2]]", "machine.p2m[0]: 2 frames from machine frame 4503599627370495 on: frame numbers have 52 bits")]
    [InlineData("\"p2m\":[[0,9,4],[3,20,4]]", "machine.p2m[1]: guest frame 3 is in p2m[0] as well")]
    [InlineData("\"p2m\":[[0,9,4],[8,12,4]]", "machine.p2m[1]: machine frame 12 is in p2m[0] as well")]
    [InlineData("\"p2m\":[[0,9,4]],\"foreign\":[[2,100,1]]", "machine.foreign[0]: guest frame 2 is in p2m[0] as well")]
    [InlineData("\"foreign\":[[2,100,1]]", "machine.foreign[0]: guest frame 2 is in the identity p2m as well")]
    [InlineData("\"spare\":[[15,1]]", "machine.spare[0]: machine frame 15 is in the identity p2m as well")]
    [InlineData("\"spare\":[[30,4],[20,12]]", "machine.spare[1]: machine frame 30 is in spare[0] as well")]
    [InlineData("\"spare\":[[16,1099511627776],[2199023255552,1]]", "machine.spare[1]: expected at most 1099511627776 spare frames in all")]
    [InlineData("\"spare\":[[1,2,3]]", "machine.spare[0][2]: expected at most 2 entries")]
    [InlineData("\"free\":[[15,2]]", "machine.free[0]: 2 frames from guest frame 15 on: the guest has 16 frames")]
    [InlineData("\"free\":[[0,4],[3,1]]", "machine.free[1]: guest frame 3 is in free[0] as well")]
    public void Read_Runs(string runs, string message) =>
        Check(Samples.Line(Samples.Machine.Replace("\"pool\"", runs + ",\"pool\""), """{"op":"init"}"""), "a.jsonl:1: " + message);

    [Theory]
    [InlineData("""{"op":"map"}""", "op: expected one of map_page, unmap_page, cpu_fill, cpu_sum, device_fill, device_sum, map_sg, unmap_sg, sync_single_for_cpu, sync_single_for_device, sync_sg_for_cpu, sync_sg_for_device, alloc, free, p2m, slots_in_use, mapping_error, dma_supported, mmap, get_sgtable, init, found \"map\"")]
    [InlineData("""{"dev":0}""", "op: the key is missing")]
    [InlineData("""{"op":"init"}""", "op: init stands first, and only there")]
    [InlineData("""{"op":"slots_in_use","dev":0}""", "dev: unknown key; expected op, result")]
    [InlineData("""{"op":"alloc","op":"alloc"}""", "op: the key stands twice")]
    [InlineData("""{"op":"alloc","dev":0,"size":1}""", "attrs: the key is missing")]
    [InlineData("""{"op":"alloc","dev":1,"size":1,"attrs":0}""", "dev: device 1: the machine has 1 devices")]
    [InlineData("""{"op":"sync_single_for_cpu","dev":0,"dma":0,"size":0,"dir":"up"}""", "dir: expected one of to_device, from_device, bidirectional, none, found \"up\"")]
    [InlineData("""{"op":"map_page","dev":0,"pfn":0,"offset":0,"size":4611686018427387904,"dir":"none","attrs":0}""", "size: 4611686018427387904 bytes: the guest has 65536 bytes of memory")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[[0,1],[0,65537]],"dir":"none","attrs":0}""", "segments[1][1]: 65537 bytes: the guest has 65536 bytes of memory")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[[0]],"dir":"none","attrs":0}""", "segments[0]: expected an entry [phys, length], found 1 numbers")]
    [InlineData("""{"op":"cpu_sum","phys":0,"size":65537}""", "size: 65537 bytes: the guest has 65536 bytes of memory")]
    [InlineData("""{"op":"alloc","dev":0,"size":4611686018427387904,"attrs":0}""", "size: 4611686018427387904 bytes: no guest has more than 4294967296 bytes of memory")]
    [InlineData("""{"op":"cpu_fill","phys":"0xffff","size":2,"seed":1}""", "phys: 2 bytes at 0xffff: the guest's memory ends at 0x10000")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[["0xffff",2]],"dir":"none","attrs":0}""", "segments[0][0]: 2 bytes at 0xffff: the guest's memory ends at 0x10000")]
    [InlineData("""{"op":"p2m","pfn":0,"count":1048577}""", "count: expected a number from 0 to 1048576, found 1048577")]
    [InlineData("""{"op":"cpu_sum","phys":{"of":1},"size":1}""", "phys.of: expected an earlier step, found 1")]
    [InlineData("""{"op":"cpu_sum","phys":{"of":7},"size":1}""", "phys.of: expected an earlier step, found 7")]
    [InlineData("""{"op":"cpu_sum","phys":{"of":0,"seg":0},"size":1}""", "phys.seg: step 0 is no map_sg")]
    [InlineData("""{"op":"cpu_sum","phys":{"seg":0},"size":1}""", "phys.of: the key is missing")]
    [InlineData("""{"op":"unmap_sg","dev":0,"map":0,"dir":"none","attrs":0}""", "map: step 0 is no map_sg")]
    [InlineData("""{"op":"sync_sg_for_cpu","dev":0,"map":1,"dir":"none"}""", "map: expected an earlier step, found 1")]
    [InlineData("""{"op":"cpu_fill","phys":0,"size":1,"seed":1,"result":{}}""", "result: unknown key; expected op, phys, size, seed")]
    public void Read_Step(string step, string message) => Check(Samples.Steps(step), "a.jsonl:1: steps[1]." + message);

    [Theory]
    [InlineData("""{"op":"slots_in_use"}""", """{"op":"cpu_sum","phys":{"of":1},"size":1}""", "phys.of: step 1 returns no address")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[[0,1]],"dir":"none","attrs":0}""", """{"op":"mapping_error","dev":0,"dma":{"of":1}}""", "dma.seg: the key is missing: step 1 is a map_sg")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[[0,1]],"dir":"none","attrs":0}""", """{"op":"mapping_error","dev":0,"dma":{"of":1,"seg":1}}""", "dma.seg: segment 1: step 1 has 1")]
    public void Read_Reference(string first, string second, string message) => Check(Samples.Steps(first, second), "a.jsonl:1: steps[2]." + message);

    [Theory]
    [InlineData("""{"op":"slots_in_use","result":{}}""", "result.count: the key is missing")]
    [InlineData("""{"op":"slots_in_use","result":null}""", "result: expected a result: an object, found null")]
    [InlineData("""{"op":"mapping_error","dev":0,"dma":0,"result":{"error":1}}""", "result.error: expected true or false, found 1")]
    [InlineData("""{"op":"mapping_error","dev":0,"dma":0,"result":{"bug":false}}""", "result.bug: expected true, found false")]
    [InlineData("""{"op":"alloc","dev":0,"size":1,"attrs":0,"result":{"phys":1}}""", "result.dma: the key is missing")]
    [InlineData("""{"op":"alloc","dev":0,"size":1,"attrs":0,"result":{"phys":null,"dma":1}}""", "result: phys is null, and there is a dma")]
    [InlineData("""{"op":"unmap_page","dev":0,"dma":0,"size":1,"dir":"none","attrs":0,"result":{"dma":1}}""", "result.dma: unknown key; expected none but bug")]
    [InlineData("""{"op":"map_page","dev":0,"pfn":0,"offset":0,"size":1,"dir":"none","attrs":0,"result":{"error":false}}""", "result.error: expected true, found false")]
    [InlineData("""{"op":"map_page","dev":0,"pfn":0,"offset":0,"size":1,"dir":"none","attrs":0,"result":{"count":0}}""", "result.count: unknown key; expected dma; or error; or bug")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[],"dir":"none","attrs":0,"result":{"count":1}}""", "result: count is 1, and there are 0 segments")]
    [InlineData("""{"op":"map_sg","dev":0,"segments":[],"dir":"none","attrs":0,"result":{"count":1,"segments":[[0,1]]}}""", "result.count: 1 mapped of 0 entries")]
    [InlineData("""{"op":"mmap","dev":0,"phys":0,"dma":0,"size":1,"result":{"rc":0}}""", "result.rc: expected a negative error number, found 0")]
    [InlineData("""{"op":"mmap","dev":0,"phys":0,"dma":0,"size":1,"result":{"rc":6}}""", "result.rc: expected 0 or a negative error number, found 6")]
    [InlineData("""{"op":"p2m","pfn":0,"count":2,"result":{"mfns":[1]}}""", "result.mfns: expected 2 machine frames, found 1")]
    [InlineData("""{"op":"cpu_sum","phys":0,"size":1,"result":{"bug":true}}""", "result.bug: unknown key; expected sum")]
    public void Read_Result(string step, string message) => Check(Samples.Steps(step), "a.jsonl:1: steps[1]." + message);

    [Theory]
    [InlineData("", "steps: expected init as the first step, found no step")]
    [InlineData("""{"op":"slots_in_use"}""", "steps[0].op: expected init as the first step")]
    [InlineData("""{"op":"init","result":{"rc":0}}""", "steps[0].result.rc: expected a negative error number, found 0")]
    [InlineData("""{"op":"init","result":{"rc":-1,"slabs":1}}""", "steps[0].result.rc: expected 0, as there is a pool, found -1")]
    [InlineData("""{"op":"init","result":{"rc":0,"slabs":1,"phys":1}}""", "steps[0].result.end: the key is missing")]
    [InlineData("3", "steps[0]: expected a step: an object, found 3")]
    public void Read_FirstStep(string step, string message) => Check(Samples.Line(Samples.Machine, step), "a.jsonl:1: " + message);

    [Fact]
    public void Read_PrettyFile_NamesTheLineWithinIt()
    {
        string text = ScenarioWriter.ToText(Samples.ReadOne(Samples.Full));

        Check(text.Replace("\"size\": 256, \"seed\": 7", "\"size\": 256000000, \"seed\": 7"), "a.json:43: steps[20].size: 256000000 bytes: the guest has 262144 bytes of memory", "a.json");
        Check(text.Replace("\"pfns\": 64", "\"pfns\": 6a"), "a.json:9: machine.pfns: no valid JSON at byte 14 of the line: 'a' is an invalid end of a number", "a.json");
        Check(text.Replace("[900, 1]", "[101, 1]"), "a.json:13: machine.spare[1]: machine frame 101 is in p2m[0] as well", "a.json");
        Check(text + text, "a.json:51: something follows the scenario; where each line holds one, the file's name ends in .jsonl", "a.json");
    }

    [Fact]
    public void Read_DamagedGzip()
    {
        byte[] packed = Samples.Gzip(string.Concat(Enumerable.Repeat(Samples.Full + "\n", 3)));
        packed[^6] ^= 1;

        Assert.Equal("a.jsonl.gz:1: the gzip data is damaged", Assert.Throws<ScenarioException>(() => Samples.Read(packed, "a.jsonl.gz")).Message);
    }

    [Fact]
    public void Read_NoFile() =>
        Assert.Equal("no/such.json: there is no such file", Assert.Throws<ScenarioException>(() => ScenarioReader.Read("no/such.json").Count()).Message);

    [Fact]
    public void Read_Deep_IsAFaultOfJson() => Assert.StartsWith(
        "a.jsonl:1: name: expected a string, found a list", Assert.Throws<ScenarioException>(() => Samples.Read("{\"name\":" + new string('[', 100_000))).Message);

    private static void Check(string text, string message, string name = "a.jsonl")
    {
        var fault = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name).Count());
        Assert.Equal(message, fault.Message);
    }
}
