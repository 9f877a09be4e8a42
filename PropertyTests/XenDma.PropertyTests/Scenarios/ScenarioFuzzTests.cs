using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>Damaged files: a fault of one line or a scenario, never another exception, and soon.</summary>
public class ScenarioFuzzTests
{
    private const int Cases = 10_000;
    private static readonly string[] Numbers = ["-1", "1e99", "18446744073709551615", "18446744073709551616", "\"0x\"", "0.5", "1048577", "null", "[]", "{}"];

    [Theory]
    [InlineData(1, "a.jsonl")]
    [InlineData(2, "a.json")]
    public void Read_DamagedText_IsRefusedOrRead(int seed, string name) => Damage(Encoding.UTF8.GetBytes(Samples.Full), seed, Cases / 2, name);

    [Fact]
    public void Read_DamagedGzip_IsRefusedOrRead() => Damage(Samples.Gzip(Samples.Full), seed: 3, Cases / 2, "a.jsonl.gz");

    private static void Damage(byte[] whole, int seed, int cases, string name)
    {
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        int refused = 0;
        for (int i = 0; i < cases; i++)
        {
            byte[] damaged = Damaged(whole, random);
            try
            {
                Samples.Read(damaged, name);
            }
            catch (ScenarioException fault)
            {
                refused++;
                Assert.DoesNotContain('\n', fault.Message);
                Assert.InRange(fault.Message.Length, 10, 500);
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {seed}, case {i}: {other.GetType().Name}: {Convert.ToBase64String(damaged)}");
            }
        }

        Assert.InRange(refused, cases / 3, cases);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int damages = random.Next(1, 4); damages > 0 && bytes.Count > 1; damages--)
        {
            int at = random.Next(bytes.Count), length = random.Next(1, Math.Min(64, bytes.Count - at) + 1);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                default: BlowUp(bytes, at, random); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another number in place of the next one.</summary>
    private static void BlowUp(List<byte> bytes, int at, Random random)
    {
        while (at < bytes.Count && !char.IsAsciiDigit((char)bytes[at])) at++;
        while (at < bytes.Count && char.IsAsciiDigit((char)bytes[at])) bytes.RemoveAt(at);
        bytes.InsertRange(at, Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }
}
