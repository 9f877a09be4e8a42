using System;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.Nvme;

/// <summary>The controller's life: enabled with admin queues, asked what it is, given I/O queues, disabled.</summary>
public sealed class NvmeController : IDisposable
{
    /// <summary>The entries of an I/O queue: a submission queue of two pages, which have to follow each other on the bus.</summary>
    public const int IoDepth = 128;

    /// <summary>The number of the only I/O queue pair.</summary>
    public const int IoQueue = 1;

    private const int AdminDepth = 16;
    private const int Patience = 32;
    private const uint OnlyNamespace = 1;

    private readonly Device _device;
    private readonly IPageSource _pages;
    private readonly INvmeRegisters _registers;
    private readonly IDelay _delay;

    private NvmeController(Device device, IPageSource pages, INvmeRegisters registers, IDelay delay, QueuePair admin, QueuePair io)
    {
        _device = device;
        _pages = pages;
        _registers = registers;
        _delay = delay;
        Admin = new AdminCommands(admin, delay);
        Io = io;
    }

    /// <summary>The admin queues.</summary>
    public AdminCommands Admin { get; }

    /// <summary>The I/O queues.</summary>
    public QueuePair Io { get; }

    /// <summary>Sets the controller up.</summary>
    /// <param name="device">Its device.</param>
    /// <param name="pages">Where pages come from.</param>
    /// <param name="registers">The controller's registers.</param>
    /// <param name="delay">How to wait.</param>
    /// <param name="addressBits">The address lines that controllers of this kind have, 32 to 64: a quirk, as no register tells.</param>
    /// <param name="geometry">What its namespace is.</param>
    /// <returns>null = the reach is not supported, or no memory, or the controller does not answer as it should; nothing is left behind.</returns>
    public static NvmeController? TryProbe(
        Device device, IPageSource pages, INvmeRegisters registers, IDelay delay, int addressBits, out NvmeGeometry? geometry)
    {
        ArgumentNullException.ThrowIfNull(device);
        geometry = null;
        if (!device.SetMaskAndCoherent(ulong.MaxValue >> (64 - addressBits))) return null;
        device.SetMinAlignMask(PrpList.PageSize - 1);
        if (QueuePair.TryAlloc(device, registers, 0, AdminDepth) is not { } admin) return null;
        if (QueuePair.TryAlloc(device, registers, IoQueue, IoDepth) is not { } io)
        {
            admin.Dispose();
            return null;
        }

        var controller = new NvmeController(device, pages, registers, delay, admin, io);
        if (controller.TryEnable()) geometry = controller.TryIdentify();
        if (geometry is not null && controller.TryCreateIoQueues()) return controller;
        geometry = null;
        controller.Dispose();
        return null;
    }

    /// <summary>Stops the controller, by its own means or by the bus's: it touches no memory any more.</summary>
    [DmaContract(DmaRole.Stop)]
    public void Disable()
    {
        _registers.Write(NvmeRegister.Configuration, 0);
        if (!TryAwaitReady(0)) _registers.ResetFunction();
    }

    /// <summary>Sets a controller that is disabled up again, with empty queues.</summary>
    /// <returns>false = it does not answer, and is disabled.</returns>
    public bool TryRestart()
    {
        Admin.Queues.Restart();
        Io.Restart();
        if (TryEnable() && TryCreateIoQueues()) return true;
        Disable();
        return false;
    }

    /// <summary>Disables the controller and gives the queues' memory back.</summary>
    public void Dispose()
    {
        Disable();
        Io.Dispose();
        Admin.Dispose();
    }

    private bool TryEnable()
    {
        const ulong Depth = AdminDepth - 1;
        _registers.Write(NvmeRegister.AdminDepths, (Depth << 16) | Depth);
        _registers.Write(NvmeRegister.AdminSubmission, Admin.Queues.SubmissionBus.Value);
        _registers.Write(NvmeRegister.AdminCompletion, Admin.Queues.CompletionBus.Value);
        _registers.Write(NvmeRegister.Configuration, NvmeRegister.Working);
        return TryAwaitReady(NvmeRegister.Ready);
    }

    private bool TryCreateIoQueues()
    {
        const ulong Shape = ((IoDepth - 1) << 16) | IoQueue;
        const ulong Contiguous = 1UL << 32, OnCompletion = (ulong)IoQueue << 48;
        var completion = new NvmeCommand(NvmeCommand.CreateCompletion, 0, Io.CompletionBus, default, Shape | Contiguous, 0);
        var submission = new NvmeCommand(NvmeCommand.CreateSubmission, 0, Io.SubmissionBus, default, Shape | Contiguous | OnCompletion, 0);
        return Admin.TryExecute(completion, out _) && Admin.TryExecute(submission, out _);
    }

    private NvmeGeometry? TryIdentify()
    {
        if (_pages.TryAlloc(0) is not { } page) return null;
        var controller = new byte[PrpList.PageSize];
        var space = new byte[PrpList.PageSize];
        bool isTold = TryIdentify(page, 0, NvmeCommand.OfController, controller) && TryIdentify(page, OnlyNamespace, NvmeCommand.OfNamespace, space);
        _pages.Free(page);
        return isTold ? NvmeGeometry.TryRead(controller, space) : null;
    }

    private bool TryIdentify(GuestBuffer page, uint space, ulong what, Span<byte> told)
    {
        DmaAddr address = _device.MapSingle(page, PrpList.PageSize, DmaDirection.FromDevice);
        if (_device.MappingError(address)) return false;
        Admin.Submit(new NvmeCommand(NvmeCommand.Identify, space, address, default, what, 0));
        bool isDone = Admin.TryWait(out Completion completion);

        // The page is about to be somebody else's: a controller that is late must not write it any more.
        if (!isDone) Disable();
        _device.UnmapSingle(address, PrpList.PageSize, DmaDirection.FromDevice);
        if (!isDone || completion.Status != 0) return false;
        page.Read(0, told);
        return true;
    }

    private bool TryAwaitReady(ulong ready)
    {
        for (int i = 0; i < Patience; i++)
        {
            if ((_registers.Read(NvmeRegister.Status) & NvmeRegister.Ready) == ready) return true;
            _delay.Pass();
        }

        return false;
    }
}
