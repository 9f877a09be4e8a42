using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Samples.Broken.Exhibits;

/// <summary>Every broken driver, by rule.</summary>
public static partial class AllExhibits
{
    /// <summary>In the order of the rules' ids.</summary>
    public static IReadOnlyList<Exhibit> Drivers { get; } = [.. Lifetime(), .. Failure(), .. Agreement(), .. Ownership(), .. Addresses(), .. Memory(), .. Trust()];

    /// <summary>Rules that speak of contract files: id and title. A compiler reads those, a running driver does not.</summary>
    public static IReadOnlyList<(string Rule, string Title)> ContractFiles { get; } =
    [
        ("XDMA9001", "contract file cannot be read"),
        ("XDMA9002", "contract entry that names no method, or a role that its signature cannot play"),
    ];

    /// <summary>The titles of all rules.</summary>
    public static IEnumerable<string> Titles => Drivers.Select(static exhibit => exhibit.Title).Concat(ContractFiles.Select(static one => one.Title));

    private static Bench With(this Bench bench, bool isReady = true, bool isSlow = false, int addressLines = 64, byte status = 0, byte? statusAfterALook = null)
    {
        (bench.Card.IsReady, bench.Card.IsSlow, bench.Card.AddressLines) = (isReady, isSlow, addressLines);
        (bench.Card.Status, bench.Card.StatusAfterALook) = (status, statusAfterALook);
        return bench;
    }

    /// <summary>A buffer that holds bytes which the card must have sent in the end.</summary>
    private static GuestBuffer Frame(this Bench bench, int length, int order = 0)
    {
        GuestBuffer pages = bench.Pages(order);
        bench.Payload(length).AsSpan().CopyTo(pages.Span);
        return pages;
    }

    /// <summary>Two buffers of a page, side by side, with such bytes.</summary>
    private static ScatterList TwoPages(this Bench bench)
    {
        GuestBuffer pages = bench.Frame(8192, order: 1);
        var list = new ScatterList(2);
        list.Add(pages.Slice(0, 4096));
        list.Add(pages.Slice(4096, 4096));
        return list;
    }
}
