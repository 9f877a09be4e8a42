using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;

namespace XenDma.Samples.Simulation;

/// <summary>What is to be told of a driver when it has let go of its device.</summary>
/// <param name="Reports">What the runtime checker had to say.</param>
/// <param name="LiveMappings">Mappings and coherent memory never given back.</param>
/// <param name="SlotsInUse">Slots of the pool never given back.</param>
/// <param name="PagesHeld">Pages never given back.</param>
/// <param name="Direct">Mappings that went by the device's own reach.</param>
/// <param name="Bounced">Mappings that went through the pool.</param>
/// <param name="Failed">Mappings and lists that failed.</param>
public sealed record Leftovers(
    IReadOnlyList<MisuseReport> Reports, int LiveMappings, ulong SlotsInUse, ulong PagesHeld, int Direct, int Bounced, int Failed)
{
    /// <summary>Whether the driver made no mistake and left nothing.</summary>
    public bool IsClean => Reports.Count == 0 && LiveMappings == 0 && SlotsInUse == 0 && PagesHeld == 0;

    /// <summary>One line, and one more for each report.</summary>
    public override string ToString() =>
        $"{Direct:N0} mapped directly, {Bounced:N0} bounced, {Failed:N0} failed; left: {LiveMappings} mappings, {SlotsInUse} slots, {PagesHeld} pages; "
        + string.Join('\n', Reports.Select(static report => report.ToString()).Prepend($"{Reports.Count} reports"));
}
