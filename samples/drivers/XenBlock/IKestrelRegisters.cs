namespace XenDma.Samples.XenBlock;

/// <summary>The controller's registers, each of 32 bits.</summary>
public enum KestrelRegister
{
    /// <summary>Read only: the number of sectors of 512 bytes.</summary>
    Sectors,

    /// <summary>The bus address of the command table.</summary>
    Table,

    /// <summary>Written: a bit for each command of the table that the controller is to begin.</summary>
    Issue,

    /// <summary>Any write stops the controller and has it forget what was issued: it touches no memory any more when the write returns.</summary>
    Reset,
}

/// <summary>The driver's way to the controller (ioremap of BAR 0).</summary>
public interface IKestrelRegisters
{
    /// <summary>readl.</summary>
    uint Read(KestrelRegister register);

    /// <summary>writel.</summary>
    void Write(KestrelRegister register, uint value);
}
