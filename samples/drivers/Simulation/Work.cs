namespace XenDma.Samples.Simulation;

/// <summary>What a run did.</summary>
/// <param name="Transfers">Frames or requests that were carried out.</param>
/// <param name="Bytes">The bytes that they moved.</param>
/// <param name="Damaged">Those of them that did not bring what was sent.</param>
/// <param name="Refused">Times that memory or mappings could not be had and the driver went on without.</param>
/// <param name="Resets">Times that the device was stopped and set up again.</param>
public sealed record Work(int Transfers, long Bytes, int Damaged, int Refused, int Resets)
{
    /// <summary>One line.</summary>
    public override string ToString() =>
        $"{Transfers:N0} transfers, {Bytes:N0} bytes, {Damaged} damaged; refused {Refused} times, reset {Resets} times";
}
