using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>Hand-written scenarios, and ways to read them.</summary>
internal static class Samples
{
    internal const string Machine = """{"pfns":16,"pool":{"slabs":0},"devices":[{"dmaMask":"0xffffffff"}]}""";

    /// <summary>Every op, and every shape of a result.</summary>
    internal static readonly string[] EveryStep =
    [
        """{"op":"init","result":{"rc":0,"slabs":128,"phys":"0x4000","end":"0x44000"}}""",
        """{"op":"map_page","dev":0,"pfn":3,"offset":16,"size":32,"dir":"to_device","attrs":32,"result":{"dma":"0xffffffffffffffff"}}""",
        """{"op":"map_page","dev":0,"pfn":{"of":0,"plus":4096},"offset":0,"size":0,"dir":"none","attrs":0,"result":{"error":true}}""",
        """{"op":"map_sg","dev":1,"segments":[["0x1000",5],[{"of":1},6]],"dir":"bidirectional","attrs":0,"result":{"count":1,"segments":[["0x9000",11]]}}""",
        """{"op":"map_sg","dev":1,"segments":[],"dir":"from_device","attrs":0,"result":{"count":0}}""",
        """{"op":"alloc","dev":null,"size":4294967296,"attrs":0,"result":{"phys":null}}""",
        """{"op":"alloc","dev":0,"size":4096,"attrs":0,"result":{"phys":"0x0","dma":"0x7000"}}""",
        """{"op":"unmap_page","dev":0,"dma":{"of":1},"size":32,"dir":"to_device","attrs":0,"result":{}}""",
        """{"op":"unmap_sg","dev":1,"map":3,"dir":"none","attrs":0,"result":{"bug":true}}""",
        """{"op":"sync_single_for_cpu","dev":0,"dma":{"of":1,"plus":8},"size":8,"dir":"to_device","result":{}}""",
        """{"op":"sync_single_for_device","dev":0,"dma":"0x8000","size":8,"dir":"to_device"}""",
        """{"op":"sync_sg_for_cpu","dev":1,"map":3,"dir":"bidirectional","result":{}}""",
        """{"op":"sync_sg_for_device","dev":1,"map":3,"dir":"bidirectional","result":{}}""",
        """{"op":"free","dev":0,"size":4096,"phys":{"of":6},"dma":{"of":6},"attrs":0,"result":{}}""",
        """{"op":"dma_supported","dev":1,"mask":"0xffffff","result":{"supported":false}}""",
        """{"op":"mapping_error","dev":0,"dma":{"of":2},"result":{"error":true}}""",
        """{"op":"mmap","dev":0,"phys":{"of":6},"dma":{"of":6},"size":8192,"result":{"pfns":[7,8]}}""",
        """{"op":"mmap","dev":0,"phys":{"of":6},"dma":{"of":6},"size":8192,"result":{"rc":-6}}""",
        """{"op":"get_sgtable","dev":0,"phys":{"of":6},"dma":{"of":6},"size":10,"result":{"segments":[["0x0",10]]}}""",
        """{"op":"get_sgtable","dev":0,"phys":{"of":6},"dma":{"of":6},"size":10,"result":{"rc":-12}}""",
        """{"op":"cpu_fill","phys":"0x100","size":256,"seed":7}""",
        """{"op":"device_fill","dev":1,"dma":{"of":3,"seg":1,"plus":2},"size":2,"seed":8}""",
        """{"op":"cpu_sum","phys":"0x100","size":256,"result":{"sum":"0xcbf29ce484222325"}}""",
        """{"op":"device_sum","dev":1,"dma":{"of":3,"seg":0},"size":2,"result":{"sum":"0x1"}}""",
        """{"op":"p2m","pfn":{"of":6},"count":3,"result":{"mfns":[9,null,11]}}""",
        """{"op":"slots_in_use","result":{"count":2}}""",
    ];

    private const string FullMachine =
        """{"platform":"wii","semantics":"6.14","pageShift":14,"pfns":64,"p2m":[[0,100,8],[10,90,2]],"foreign":[[20,500,4]],"free":[[0,4],[10,2]],"spare":[[700,16],[900,1]],"exchangeMaxOrder":3,"exchangeContents":"scramble","pool":{"slabs":128,"force":true,"early":true},"devices":[{"dmaMask":"0xffffffff","coherentMask":"0xffffff","boundaryMask":"0xffff","minAlignMask":"0xfff","coherent":false},{"dmaMask":"0xffffffffffffffff","boundaryMask":"0x0","coherent":true}]}""";

    /// <summary>A line that uses all of the format, in the form in which it is written.</summary>
    internal static string Full { get; } = Line(FullMachine, EveryStep);

    internal static string Line(string machine, params string[] steps) =>
        $$"""{"format":1,"name":"sample","source":"by hand","machine":{{machine}},"steps":[{{string.Join(',', steps)}}]}""";

    /// <summary>A line whose steps follow an init.</summary>
    internal static string Steps(params string[] steps) => Line(Machine, ["""{"op":"init"}""", .. steps]);

    internal static Scenario[] Read(byte[] bytes, string name = "a.jsonl") => [.. ScenarioReader.Read(new MemoryStream(bytes), name)];

    internal static Scenario[] Read(string text, string name = "a.jsonl") => Read(Encoding.UTF8.GetBytes(text), name);

    internal static Scenario ReadOne(string text, string name = "a.jsonl") => Read(text, name).Single();

    internal static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
