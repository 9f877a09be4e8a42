using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Samples.Broken.Exhibits;

List<Exhibit> asked = [];
foreach (string rule in args)
{
    if (AllExhibits.Drivers.FirstOrDefault(exhibit => exhibit.Rule.Equals(rule, StringComparison.OrdinalIgnoreCase)) is not { } exhibit)
    {
        Console.Error.WriteLine($"{rule}: a rule's id expected, XDMA1001 to XDMA7002");
        return 2;
    }

    asked.Add(exhibit);
}

return ExhibitTable.Print(asked.Count == 0 ? AllExhibits.Drivers : asked, inFull: asked.Count > 0, Console.Out) ? 0 : 1;
