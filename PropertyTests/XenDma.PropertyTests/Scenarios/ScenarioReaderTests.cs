using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using XenDma.Machines;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

public class ScenarioReaderTests
{
    [Fact]
    public void Read_AbsentKeys_TakeTheDocumentedDefaults()
    {
        ScenarioMachine machine = Samples.ReadOne(Samples.Steps()).Machine;

        Assert.Equal(Platform.XenPv, machine.Platform);
        Assert.Equal("4.18", machine.Semantics);
        Assert.Equal(12, machine.Layout.PageShift);
        Assert.Null(machine.Layout.Owned);
        Assert.Empty(machine.Layout.Foreign);
        Assert.Empty(machine.Layout.Free);
        Assert.Empty(machine.Layout.Spare);
        Assert.Equal(9, machine.Layout.ExchangeMaxOrder);
        Assert.Equal(ExchangeContents.Preserve, machine.Layout.ExchangeContents);
        Assert.False(machine.Layout.HasNonCoherentDevices);
        Assert.Equal(default, machine.Pool);
        Assert.Equal(new DeviceTraits { DmaMask = 0xffffffff, CoherentDmaMask = 0 }, machine.Devices.Single());
    }

    [Fact]
    public void Read_AllKeys_AreTaken()
    {
        ScenarioMachine machine = Samples.ReadOne(Samples.Full).Machine;

        Assert.Equal(Platform.Wii, machine.Platform);
        Assert.Equal("6.14", machine.Semantics);
        Assert.Equal([new FrameRun(0, 100, 8), new FrameRun(10, 90, 2)], machine.Layout.Owned!.Value.ToArray());
        Assert.Equal([new FrameRun(20, 500, 4)], machine.Layout.Foreign.ToArray());
        Assert.Equal([new FrameRange(700, 16), new FrameRange(900, 1)], machine.Layout.Spare.ToArray());
        Assert.Equal(ExchangeContents.Scramble, machine.Layout.ExchangeContents);
        Assert.True(machine.Layout.HasNonCoherentDevices);
        Assert.True(machine.Pool is { Slabs: 128, Force: true, Early: true });
        Assert.Equal(0xfffUL, machine.Devices[0].MinAlignMask);
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("\"0x10000\"")]
    [InlineData("\"0x0000000000000000010000\"")]
    [InlineData("\"\\u0030x10000\"")]
    public void Read_Numbers_ArePlainOrHex(string number)
    {
        string line = Samples.Line(Samples.Machine.Replace("\"0xffffffff\"", number), """{"op":"init"}""", "{\"op\":\"alloc\",\"dev\":\"0x0\",\"size\":" + number + ",\"attrs\":\"0x20\"}");

        Scenario scenario = Samples.ReadOne(line);

        Assert.Equal(65536UL, scenario.Machine.Devices[0].DmaMask);
        Assert.Equal(new AllocStep(0, 65536, DmaAttrs.SkipCpuSync), scenario.Steps[1]);
    }

    [Fact]
    public void Read_KeysInAnyOrder()
    {
        const string Line = """{"steps":[{"result":{"end":3,"phys":2,"slabs":1,"rc":0},"op":"init"}],"machine":{"devices":[],"pool":{"early":true,"slabs":1},"pfns":1},"format":1}""";

        Assert.Equal(new InitStep { Result = new PoolMade(1, 2, 3) }, Samples.ReadOne(Line).Steps.Single());
    }

    [Fact]
    public void Read_Lines_MayBeBlankMarkedAndEndInCrLf()
    {
        string text = "\uFEFF" + Samples.Full + "\r\n\r\n \t\n" + Samples.Steps() + "\r\n";

        Assert.Equal([26, 1], Samples.Read(text).Select(static scenario => scenario.Steps.Length));
    }

    [Theory]
    [InlineData("a.json")]
    [InlineData("a.JSON.gz")]
    public void Read_Json_HoldsOneInManyLines(string name)
    {
        Assert.Equal(26, Samples.ReadOne("\uFEFF" + ScenarioWriter.ToText(Samples.ReadOne(Samples.Full)), name).Steps.Length);
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.jsonl.gz")]
    [InlineData("a")]
    public void Read_Gzip_IsToldByItsContent(string name)
    {
        string text = Samples.Full + "\n" + Samples.Full + "\n";

        Assert.Equal(2, Samples.Read(Samples.Gzip(text), name).Length);
        Assert.Equal(2, Samples.Read(text, name).Length);
    }

    [Fact]
    public void Read_StreamThatCannotSeek()
    {
        using var inner = new GZipStream(new MemoryStream(Samples.Gzip(Samples.Full)), CompressionMode.Decompress);

        Assert.Single(ScenarioReader.Read(inner, "pipe"));
    }

    [Fact]
    public void Read_File_GivesScenariosBeforeALaterFault()
    {
        string path = Path.Combine(Path.GetTempPath(), $"xendma-{Environment.ProcessId}.jsonl");
        File.WriteAllText(path, Samples.Full + "\n{}\n");
        try
        {
            using var scenarios = ScenarioReader.Read(path).GetEnumerator();
            Assert.True(scenarios.MoveNext());
            Assert.Equal("sample", scenarios.Current.Name);
            var fault = Assert.Throws<ScenarioException>(() => scenarios.MoveNext());
            Assert.Equal($"{path}:2: format: the key is missing", fault.Message);
            Assert.Equal((path, 2), (fault.File, fault.Line));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_Gzip_OfSeveralMembers() =>
        Assert.Equal(2, Samples.Read([.. Samples.Gzip(Samples.Full + "\n"), .. Samples.Gzip(Samples.Full)]).Length);

    [Fact]
    public void Read_Gzip_OfALineOnADivide_IsAFaultAllTheSame()
    {
        // Stored, so that cutting the file leaves whole lines.
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression)) gzip.Write(Encoding.UTF8.GetBytes(Samples.Full + "\n" + Samples.Full + "\n"));
        byte[] cut = packed.ToArray()[..(15 + Samples.Full.Length + 1)];

        Assert.Equal("a.jsonl:2: the gzip data ends too early", Assert.Throws<ScenarioException>(() => Samples.Read(cut)).Message);
    }

    [Fact]
    public void Read_GzipCutAnywhere_IsAFault()
    {
        byte[] whole = Samples.Gzip(Samples.Full);
        for (int length = 2; length < whole.Length; length++)
        {
            var fault = Assert.Throws<ScenarioException>(() => Samples.Read(whole[..length]));
            Assert.Contains("ends too early", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_JsonCutAnywhere_IsAFault()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Samples.Full);
        for (int length = 1; length < whole.Length; length++)
            Assert.Contains("ends too early", Assert.Throws<ScenarioException>(() => Samples.Read(whole[..length])).Message, StringComparison.Ordinal);
    }
}
