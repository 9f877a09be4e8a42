namespace XenDma.Machines;

/// <summary>What guest frames hold after their machine frames were exchanged.</summary>
public enum ExchangeContents
{
    /// <summary>The contents stay with the guest frame: how recordings were made.</summary>
    Preserve,

    /// <summary>Frames that change hands hold junk: all that a real hypervisor promises.</summary>
    Scramble,
}
