using System.Linq;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The journal tells every change of the P2M, with the word that stood there before.</summary>
public sealed class FrameJournalTests
{
    private const ulong None = XenPage.NoFrame;

    [Fact]
    public void An_exchange_takes_and_puts_each_frame()
    {
        using Machine machine = Guest(out FrameJournal journal);
        Assert.Equal(0, machine.Hypervisor.CreateContiguousRegion(new Pfn(2), 1, 64, out _));
        Assert.Equal([(2UL, 2UL), (2UL, None), (3UL, 3UL), (3UL, None)], Told(journal));
        journal.Clear();
        Assert.Empty(journal.Changes);
    }

    [Fact]
    public void A_frame_that_goes_and_one_that_comes()
    {
        using Machine machine = Guest(out FrameJournal journal);
        machine.Hypervisor.DecreaseReservation(new Pfn(1));
        machine.Hypervisor.PopulatePhysmap(new Pfn(1));
        Assert.Equal([(1UL, 1UL), (1UL, None)], Told(journal));
    }

    [Fact]
    public void Frames_of_other_domains()
    {
        using Machine machine = Guest(out FrameJournal journal);
        machine.Grants.Map(new Pfn(5), new Mfn(0x99));
        machine.Grants.Map(new Pfn(5), new Mfn(0x9A));
        machine.Grants.Unmap(new Pfn(5));
        const ulong First = 0x99 | PhysToMachine.ForeignBit, Second = 0x9A | PhysToMachine.ForeignBit;
        Assert.Equal([(5UL, 5UL), (5UL, None), (5UL, First), (5UL, None), (5UL, Second)], Told(journal));
        Assert.Equal((None, None), (machine.P2M.MfnToForeignPfn(0x99), machine.P2M.MfnToForeignPfn(0x9A)));
    }

    [Fact]
    public void A_word_that_the_kernel_writes_unasked()
    {
        using Machine machine = Guest(out FrameJournal journal);
        machine.P2M.Force(4, 0x77);
        Assert.Equal([(4UL, 4UL)], Told(journal));
        Assert.Equal((4UL, None), (machine.P2M.MfnToOwnedPfn(0x77), machine.P2M.MfnToOwnedPfn(4)));
        for (ulong mfn = 0x100; mfn < 0x200; mfn++) machine.P2M.Force(4, mfn);
        Assert.Equal((4UL, None), (machine.P2M.MfnToOwnedPfn(0x1FF), machine.P2M.MfnToOwnedPfn(0x77)));
    }

    [Fact]
    public void A_frame_is_put_once()
    {
        using Machine machine = Guest(out FrameJournal journal);
        Assert.Throws<MachineFaultException>(() => machine.P2M.Put(4, 0x77));
        machine.Hypervisor.DecreaseReservation(new Pfn(4));
        Assert.Throws<MachineFaultException>(() => machine.P2M.Put(4, 5));
        Assert.Throws<MachineFaultException>(() => machine.Grants.Map(new Pfn(4), new Mfn(5)));
        machine.Grants.Map(new Pfn(4), new Mfn(0x99));
        Assert.Throws<MachineFaultException>(() => machine.P2M.PutForeign(6, 0x99));
        Assert.Equal([(4UL, 4UL), (4UL, None)], Told(journal));
    }

    private static (ulong, ulong)[] Told(FrameJournal journal) => [.. journal.Changes.Select(static change => (change.Pfn.Value, change.WordBefore))];

    private static Machine Guest(out FrameJournal journal)
    {
        var machine = new Machine(new MachineLayout { FrameCount = 8, Spare = [new FrameRange(0x40, 8)] });
        machine.P2M.Journal = journal = new FrameJournal();
        return machine;
    }
}
