using System.Collections.Generic;
using System.Linq;

namespace XenDma;

public sealed partial record Semantics
{
    /// <summary>The releases whose behaviour is known, oldest first.</summary>
    public static IReadOnlyList<Semantics> Releases { get; } = [Linux4_18, Linux6_1, Linux6_14];

    /// <summary>The release that scenarios name so, or null.</summary>
    public static Semantics? Find(string name) => Releases.FirstOrDefault(release => release.Name == name);
}
