using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using XenDma.PropertyTests.Cli;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Checking;
using XenDma.Specs.Traces.Reading;
using XenDma.Specs.Traces.Replaying;
using XenDma.Specs.Traces.Summaries;
using Xunit;

namespace XenDma.PropertyTests.Traces;

/// <summary>Damaged files: an answer or one line, no crash, bounded memory. XENDMA_DAMAGED_TRACES says how many; without it 1,500.</summary>
public sealed class DamagedTraceTests
{
    private const int Seed = 7;
    private const long MaxAllocated = 64L << 20;

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("XENDMA_DAMAGED_TRACES"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 1500;

    [Theory]
    [InlineData("xen-small", "events.jsonl.gz", 120)]
    [InlineData("xen-small", "trace.txt.gz", 250)]
    [InlineData("native", "trace.txt.gz", 250)]
    public void A_damaged_trace_gives_an_answer_or_one_line(string name, string file, int lines)
    {
        byte[] whole = Encoding.UTF8.GetBytes(string.Join('\n', TraceCut.Lines(TraceCut.File(name, file)).Take(lines)));
        CheckOptions options = TraceCut.Options(name);
        int answered = 0, refused = 0;
        for (int i = 0; i < Count / 3; i++)
        {
            var random = new Random((Seed * 1_000_003) + i);
            byte[] damaged = Damage(whole, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                TraceReport report = TraceCut.Check(damaged, TraceCut.Frames(name), options);
                Assert.True(Enum.IsDefined(report.Verdict));
                if (i % 8 == 0) Summarise(damaged, name);
                answered++;
            }
            catch (ScenarioException told)
            {
                Assert.DoesNotContain('\n', told.Message);
                refused++;
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, file {i} of {name}/{file}: {fault}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MaxAllocated, $"seed {Seed}, file {i} of {name}/{file}: {allocated} bytes allocated");
        }

        Assert.True(answered > Count / 6 && answered + refused == Count / 3, $"{answered} answered, {refused} refused");
    }

    [Fact]
    public void A_damaged_trace_can_be_replayed_or_is_refused()
    {
        string name = "xen-small";
        byte[] whole = Encoding.UTF8.GetBytes(string.Join('\n', TraceCut.Lines(TraceCut.File(name, "events.jsonl.gz")).Take(150)));
        RecordedRun run = RecordedRun.Find(TraceCut.Folder(name));
        for (int i = 0; i < Math.Min(Count, 60); i++)
        {
            byte[] damaged = Damage(whole, new Random((Seed * 1_000_003) + i));
            using var reader = new TraceReader(new MemoryStream(damaged), "damaged");
            try
            {
                TraceReplay.Run(reader, TraceCut.Frames(name), new ReplayOptions(run.Release!, false, run.PoolStart!.Value, 1024, 1));
            }
            catch (ScenarioException told)
            {
                Assert.DoesNotContain('\n', told.Message);
            }
        }
    }

    [Fact]
    public void A_damaged_P2M_gives_a_table_or_one_line()
    {
        byte[] whole = Encoding.UTF8.GetBytes(string.Join('\n', TraceCut.Lines(TraceCut.File("xen-xdt", "p2m.before.csv.gz")).Take(60)));
        using var folder = new TemporaryFolder();
        for (int i = 0; i < Math.Min(Count, 300); i++)
        {
            string path = folder.Write("p2m.csv", Damage(whole, new Random((Seed * 1_000_003) + i)));
            try
            {
                FrameTable table = FrameTableReader.Read(path);
                for (ulong pfn = 0; pfn < 1 << 20; pfn += 997) _ = table.PfnOf(table.MfnOf(pfn)!.Value);
            }
            catch (ScenarioException told)
            {
                Assert.DoesNotContain('\n', told.Message);
            }
        }
    }

    private static void Summarise(byte[] damaged, string name)
    {
        using var reader = new TraceReader(new MemoryStream(damaged), "damaged");
        Assert.True(TraceSummary.Of(reader, TraceCut.Frames(name)).Devices.Count <= 4097);
    }

    /// <summary>Bytes changed, cut out, doubled, numbers swapped, the end cut off; some are compressed, and damaged again.</summary>
    private static byte[] Damage(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 200), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(at, Encoding.ASCII.GetBytes(Odd[random.Next(Odd.Length)])); break;
                case 4: bytes[at] = (byte)"0123456789abcdef"[random.Next(16)]; break;
                case 5: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                default: bytes.RemoveRange(bytes.Count - Math.Min(length, bytes.Count - 1), Math.Min(length, bytes.Count - 1)); break;
            }

            if (bytes.Count == 0) bytes.Add(0);
        }

        if (random.Next(6) != 0) return [.. bytes];
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write([.. bytes]);
        byte[] packed = compressed.ToArray();
        if (random.Next(2) == 0) packed[random.Next(10, packed.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(3) == 0 ? packed[..random.Next(2, packed.Length)] : packed;
    }

    private static readonly string[] Odd =
    [
        "\n", "\0", "ffffffffffffffff", "0xffffffffffffffff", "-1", "99999999999999999999", "{", "}", "]", "\"", "error", "null", "1e308", "4294967296", "\\u0000", "[LOST 99 EVENTS]", "0x", "é",
    ];
}
