namespace XenDma;

/// <summary>One guest page (struct page), named by its first frame of 4 KiB.</summary>
/// <param name="Pfn">The guest frame.</param>
public readonly record struct Page(Pfn Pfn);
