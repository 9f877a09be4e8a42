namespace XenDma.Samples.Nvme;

/// <summary>Where the controller's registers lie, in bytes, and their bits.</summary>
public static class NvmeRegister
{
    /// <summary>Capabilities, 64 bits.</summary>
    public const int Capabilities = 0x00;

    /// <summary>Controller configuration, 32 bits: <see cref="Enable"/>.</summary>
    public const int Configuration = 0x14;

    /// <summary>Controller status, 32 bits: <see cref="Ready"/>.</summary>
    public const int Status = 0x1C;

    /// <summary>Admin queues' depths less 1, 32 bits: completion in the upper half, submission in the lower.</summary>
    public const int AdminDepths = 0x24;

    /// <summary>The admin submission queue's bus address, 64 bits.</summary>
    public const int AdminSubmission = 0x28;

    /// <summary>The admin completion queue's bus address, 64 bits.</summary>
    public const int AdminCompletion = 0x30;

    /// <summary>The first doorbell; submission tail and completion head of each queue pair follow each other, 4 bytes each.</summary>
    public const int Doorbells = 0x1000;

    /// <summary>CC.EN.</summary>
    public const ulong Enable = 1;

    /// <summary>CSTS.RDY.</summary>
    public const ulong Ready = 1;

    /// <summary>CC of a controller at work: entries of 64 and 16 bytes, pages of 4 KiB.</summary>
    public const ulong Working = Enable | (6 << 16) | (4 << 20);

    /// <summary>A queue pair's doorbell for its submission queue's tail.</summary>
    public static int SubmissionTail(int queue) => Doorbells + (8 * queue);

    /// <summary>A queue pair's doorbell for its completion queue's head.</summary>
    public static int CompletionHead(int queue) => Doorbells + (8 * queue) + 4;
}

/// <summary>The driver's way to the controller (ioremap of BAR 0).</summary>
public interface INvmeRegisters
{
    /// <summary>readl or readq.</summary>
    ulong Read(int offset);

    /// <summary>writel or writeq.</summary>
    void Write(int offset, ulong value);

    /// <summary>Resets the PCI function (pcie_flr): it touches no memory any more when this returns, whatever state it was in.</summary>
    void ResetFunction();
}
