namespace Quarry;

/// <summary>A library as it comes without attributes: signatures that contract files speak of. Nothing of it runs.</summary>
public static class Native
{
    /// <summary>Locks memory for a card; 0 = failure.</summary>
    public static ulong Lock(nint memory, ulong size) => 0;

    /// <summary>Ends a lock.</summary>
    public static void Unlock(ulong bus)
    {
    }
}
