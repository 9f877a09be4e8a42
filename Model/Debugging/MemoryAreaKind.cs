namespace XenDma.Debugging;

/// <summary>What lies in a <see cref="MemoryArea"/>.</summary>
public enum MemoryAreaKind
{
    /// <summary>A task's stack; judged by a mapping's first byte.</summary>
    Stack,

    /// <summary>A stack of single pages that only look like one run (CONFIG_VMAP_STACK); judged by the first byte's page.</summary>
    MappedStack,

    /// <summary>Code, or data that nobody may write; judged by each byte.</summary>
    TextOrReadOnlyData,

    /// <summary>No page of the linear mapping: vmalloc memory, a hole; judged by each byte.</summary>
    NotForDma,
}
