using System.Threading.Tasks;
using VerifyXunit;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Lifetime;

public sealed class XDMA1007Tests : RuleTest
{
    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus); // expect: XDMA1007
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2);
        if (b is null)
            return;
        port.Post(bus.Value + bus2.Value, 256);
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        var a = dev.AllocCoherent(n, out var bus); // expect: XDMA1007
        if (a is null)
            return;
        if (n > 4096)
            throw new ArgumentException("n");
        dev.FreeCoherent(n, a, bus);
        """)]
    public Task Misuse_Triggers(string statements) => CheckAsync(InMethod(statements));

    [Theory]
    [InlineData("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2);
        if (b is null)
        {
            dev.FreeCoherent(256, a, bus);
            return;
        }
        port.Post(bus.Value + bus2.Value, 256);
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)]
    [InlineData("""
        if (dev.AllocCoherent(256, out var bus) is not { } a)
            return;
        a.Fill(0);
        dev.FreeCoherent(256, a, bus);
        """)]
    public Task GoodCode_DoesNotTrigger(string statements) => CheckAsync(InMethod(statements));

    /// <summary>The memory is kept in a list of an object that is handed on; a copy of its address alone stands beside it.</summary>
    [Fact]
    public Task MemoryInAListOfAnObjectHandedOn_DoesNotTrigger() => CheckAsync("""
        using System.Collections.Generic;
        using XenDma;

        public sealed class Pages
        {
            private readonly Device _device;
            private readonly List<(GuestBuffer Memory, DmaAddr Bus)> _pages = [];

            private Pages(Device device) { _device = device; }

            public DmaAddr First { get; private set; }

            public static Pages? TryMake(Device device, ScatterList list)
            {
                var pages = new Pages(device);
                return pages.TryFill(list) ? pages : null;
            }

            public void Free()
            {
                foreach ((GuestBuffer memory, DmaAddr bus) in _pages)
                    _device.FreeCoherent(4096, memory, bus);
                _pages.Clear();
            }

            private bool TryFill(ScatterList list)
            {
                GuestBuffer? memory = _device.AllocCoherent(4096, out DmaAddr bus);
                if (memory is null)
                    return false;
                First = bus;
                _pages.Add((memory, bus));
                return true;
            }
        }

        public sealed class Transfer
        {
            private readonly Device _device;
            private readonly ScatterList _list;
            private readonly Pages _pages;

            private Transfer(Device device, ScatterList list, Pages pages) { _device = device; _list = list; _pages = pages; }

            public static Transfer? TryMap(Device device, ScatterList list)
            {
                if (device.MapSg(list, list.Count, DmaDirection.ToDevice) == 0)
                    return null;
                if (Pages.TryMake(device, list) is { } pages)
                    return new Transfer(device, list, pages);
                device.UnmapSg(list, list.Count, DmaDirection.ToDevice);
                return null;
            }

            public void Unmap()
            {
                _device.UnmapSg(_list, _list.Count, DmaDirection.ToDevice);
                _pages.Free();
            }
        }
        """);

    [Fact]
    public async Task Snapshot() => await Verifier.Verify(await DescribeAsync("XDMA1007", InMethod("""
        var a = dev.AllocCoherent(256, out var bus);
        if (a is null)
            return;
        var b = dev.AllocCoherent(256, out var bus2);
        if (b is null)
            return;
        port.Post(bus.Value + bus2.Value, 256);
        dev.FreeCoherent(256, b, bus2);
        dev.FreeCoherent(256, a, bus);
        """)));
}
