using System.Collections.Generic;
using System.Linq;

namespace XenDma.Analyzers.Tests.Shapes;

/// <summary>Why a rule cannot apply to a shape: what the library lacks that the rule speaks of.</summary>
internal static class Inapplicable
{
    private static readonly (string Shape, string Rules, string Reason)[] Reasons =
    [
        ("Kernel", "5003", "Addresses are plain numbers: nothing tells a guest address from a bus address."),
        ("StructBuffer", "5003", "Addresses are plain numbers: nothing tells a guest address from a bus address."),
        ("ObjectBuffer", "5003", "Addresses are plain numbers: nothing tells a guest address from a bus address."),
        ("StatusCodes", "5001 5003 5004", "The driver sees handles, and no bus address."),
        ("Ixy", "5003", "Addresses are plain numbers: nothing tells a guest address from a bus address."),
        ("Kernel", "5006", "A device has no ops that could be taken from it."),
        ("StructBuffer", "5006", "A device has no ops that could be taken from it."),
        ("ObjectBuffer", "5006", "A device has no ops that could be taken from it."),
        ("StatusCodes", "5006", "A device has no ops that could be taken from it."),
        ("Ixy", "5006", "A device has no ops that could be taken from it."),
        ("Kernel", "6004", "Memory is a pointer, and nothing tells how it lies in its cache line."),
        ("StatusCodes", "6004", "Memory is a pointer, and nothing tells how it lies in its cache line."),
        ("StructBuffer", "6001 6002 6003 6004", "Only memory that the library allocated, as a whole, can be lent."),
        ("ObjectBuffer", "6001 6002 6003 6004", "A buffer has memory of its own."),
        ("StructBuffer", "2002", "The address 0 is what IsValid tells: to compare it is a check."),
        ("StructBuffer", "2003 3004 3005 3006", "There are no scatter lists, and one way only to lend memory."),
        ("StructBuffer", "3001 3002 3003 3010", "The struct carries size, direction and device: no release and no sync is given another."),
        ("StructBuffer", "3007 4005", "Syncs cannot be skipped."),
        ("StructBuffer", "3009", "Every loan has a direction."),
        ("ObjectBuffer", "1005", "The mapping lives in its object: no variable holds its address."),
        ("ObjectBuffer", "1007 1008 2005 3010", "The object is its memory: there is no Alloc and no Free."),
        ("ObjectBuffer", "2002", "No address tells of a failure: a status does, or a state."),
        ("ObjectBuffer", "2003 3004 3005 3006", "There are no scatter lists, and one way only to map a buffer."),
        ("ObjectBuffer", "2006", "The library sets no mask."),
        ("ObjectBuffer", "3001 3003 3008", "Unmap and sync are given neither size nor device."),
        ("ObjectBuffer", "3007 4005", "Syncs cannot be skipped."),
        ("ObjectBuffer", "3009", "Every access has a direction."),
        ("ObjectBuffer", "4006", "An object can be mapped as a whole only, and once."),
        ("ObjectBuffer", "7002", "What was synced for the CPU stays as it is until it goes back: two reads agree."),
        ("StatusCodes", "1007 1008 2005 3010", "Memory that is allocated is locked by the same call, and unlocked: there is no Alloc and no Free."),
        ("StatusCodes", "2003 3005 3006", "The library keeps the pages of a buffer to itself: there are no lists."),
        ("StatusCodes", "2006", "The library sets no mask."),
        ("StatusCodes", "3001 3002 3003 3008", "Sync and unlock are given the handle alone."),
        ("StatusCodes", "3004", "Handles and windows have types of their own: the compiler keeps them apart."),
        ("StatusCodes", "3007 4005", "Syncs cannot be skipped."),
        ("StatusCodes", "3009", "There is no option for it: one without a direction is refused by its status."),
        ("StatusCodes", "7002", "What was synced for the CPU stays as it is until it goes back: two reads agree."),
        ("Ixy", "1001 1002 1003 1004 1005 1006 2001 2002 2004 3001 3002 3007 3008 3009 5004 5005 6001 6002 6003 6004",
            "Nothing is mapped: packets lie in memory that is shared for good."),
        ("Ixy", "2003 3004 3005 3006", "There are no scatter lists."),
        ("Ixy", "2006", "The library sets no mask."),
        ("Ixy", "3010", "A free is given the packet and nothing else."),
        ("Ixy", "4001 4002 4003 4004 4005 4006 4007", "Memory is never handed over, and nobody waits: the driver polls."),
        ("Ixy", "7002", "What a packet holds is copied out as an array, which the device cannot change."),
    ];

    /// <summary>The reason for each cell that has one.</summary>
    public static IReadOnlyDictionary<(string Shape, string Rule), string> All { get; } = (
        from row in Reasons
        from rule in row.Rules.Split(' ')
        select (Cell: (row.Shape, Rule: "XDMA" + rule), row.Reason)).ToDictionary(cell => cell.Cell, cell => cell.Reason);
}
