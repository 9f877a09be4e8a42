namespace XenDma.Specs.Adapters;

/// <summary>What is verified: an implementation in this process, or one in processes of its own.</summary>
public interface ISubject
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>What names it on a command line.</summary>
    string Argument { get; }

    /// <summary>The ops that it has.</summary>
    OfferedOps Offers => OfferedOps.All;
}
