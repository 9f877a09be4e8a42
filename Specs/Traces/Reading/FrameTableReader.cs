using System;
using System.Collections.Generic;
using System.Globalization;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Reads a P2M: <c>pfn_start,mfn_start,count,step,type</c>, numbers hexadecimal but for the step; compressed or not.</summary>
public static class FrameTableReader
{
    private const string Header = "pfn_start,mfn_start,count,step,type";
    private const int MaxRuns = 1 << 22;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScenarioException">It cannot be used; line and fault are named.</exception>
    public static FrameTable Read(string path) => FrameTable.Of(ReadRuns(path));

    private static IEnumerable<FrameStretch> ReadRuns(string path)
    {
        ulong end = 0;
        long count = 0;
        foreach ((string line, long number) in TraceFiles.ReadLines(path))
        {
            if (number == 1 && line != Header) throw new ScenarioException(path, 1, $"expected the header '{Header}'");
            if (number == 1 || line.Length == 0) continue;
            FrameStretch run = Parse(line) ?? throw new ScenarioException(
                path, number, $"expected '{Header}', the first three hexadecimal, the step 1 or -1 (0 for 'none'), the type ram, identity, foreign or none");
            if (run.Pfn < end) throw new ScenarioException(path, number, $"pfn_start: expected 0x{end:x} or more, behind the run before");
            if (++count > MaxRuns) throw new ScenarioException(path, number, $"expected at most {MaxRuns} runs");
            end = run.Pfn + run.Count;
            yield return run;
        }

        if (count == 0) throw new ScenarioException(path, 0, "expected a P2M, found no run");
    }

    private static FrameStretch? Parse(string line)
    {
        if (line.Split(',') is not [var pfnText, var mfnText, var countText, var stepText, var kindText]) return null;
        FrameKind? kind = kindText switch
        {
            "ram" => FrameKind.Ram,
            "identity" => FrameKind.Identity,
            "none" => FrameKind.None,
            "foreign" => FrameKind.Foreign,
            _ => null,
        };
        if (kind is null || !TryHex(pfnText, out ulong pfn) || !TryHex(countText, out ulong count) || count is 0 or > FrameTable.MaxRun) return null;
        if (pfn >= FrameTable.MaxRun) return null;
        if (kind == FrameKind.None) return new FrameStretch(pfn, 0, count, 1, FrameKind.None);
        if (!TryHex(mfnText, out ulong mfn) || stepText is not ("1" or "-1") || mfn >= 1UL << 52) return null;
        int step = stepText == "1" ? 1 : -1;
        return step < 0 && mfn < count - 1 ? null : new FrameStretch(pfn, mfn, count, step, kind.Value);
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
