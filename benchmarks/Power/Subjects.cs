using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Adapters;
using XenDma.Translation;

namespace XenDma.Power;

/// <summary>The model's defects, and the platform that each can show on.</summary>
internal static class Subjects
{
    private static readonly Dictionary<Platform, string[]> Elsewhere = new()
    {
        [Platform.XenDom0Arm] =
        [
            nameof(Semantics.BounceKeepsOriginalBus), nameof(Semantics.DeviceOpsBeforeXen), nameof(Semantics.FlushFrameShift32),
            nameof(Semantics.ForeignDirectWithoutFlush), nameof(Semantics.ForeignNeverFlushed), nameof(Semantics.LatePoolAnywhere),
            nameof(Semantics.MapSkipsCacheOnBounce), nameof(Semantics.NativePoolInsideXenPool), nameof(Semantics.NeedBounceCompares32Bits),
            nameof(Semantics.SizeShiftedByXenPage), nameof(Semantics.StraddleByKernelPage), nameof(Semantics.TwoPoolsOnArm64),
        ],
        [Platform.BareMetal] = [nameof(Semantics.CoherentDrainsPool), nameof(Semantics.PanicOnFull), nameof(Semantics.ZeroOriginalCopied)],
    };

    /// <summary>The defects that the contract forbids and the kit can see, by name.</summary>
    internal static IReadOnlyList<Subject> Defects { get; } = [.. Defect.All.Where(static defect => !OpenChoices.Reasons.ContainsKey(defect.Name)).Select(Of)];

    /// <summary>A defect as a subject, whatever the contract says of it.</summary>
    internal static Subject Of(Defect defect) => new(defect.Name, new ModelImplementation(defect.Alone), defect.Without, [PlatformOf(defect.Name)]);

    private static Platform PlatformOf(string name) => Elsewhere.FirstOrDefault(there => there.Value.Contains(name)) is { Value: not null } found ? found.Key : Platform.XenPv;
}
