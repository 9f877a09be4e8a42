namespace XenDma.Specs.Harness;

/// <summary>What a call may take and must give back: slots of the pool, the guest's free frames, the hypervisor's spare ones.</summary>
/// <param name="SlotsInUse">The slots that live mappings hold; 0 where the implementation does not tell.</param>
/// <param name="FreeFrames">The frames that the guest's page allocator has.</param>
/// <param name="SpareFrames">The frames that the hypervisor can give.</param>
public readonly record struct Holdings(ulong SlotsInUse, ulong FreeFrames, ulong SpareFrames)
{
    /// <summary>The three numbers, in words.</summary>
    public override string ToString() => $"{SlotsInUse} slots in use, {FreeFrames} free frames, {SpareFrames} spare frames";
}
