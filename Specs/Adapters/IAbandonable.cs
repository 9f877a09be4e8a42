namespace XenDma.Specs.Adapters;

/// <summary>Ops that may be left as they are after a breach: nothing of theirs is called any more.</summary>
internal interface IAbandonable
{
    /// <summary>Lets go of the instance without a call.</summary>
    void Abandon();
}
