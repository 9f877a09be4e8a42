namespace XenDma;

public sealed partial record Semantics
{
    /// <summary>Linux 6.14.0: a slot search that always ends, and partial syncs anywhere in a mapping.</summary>
    public static Semantics Linux6_14 { get; } = Linux6_1 with
    {
        Name = "6.14",
        Source = "Linux 6.14.0, x86-64 PV",
        AlignsPagesByMask = true,
        SearchCountsCandidates = true,
        RefusesSyncBelowSlotOffset = false,
        ForceNeedsPool = false,
    };
}
