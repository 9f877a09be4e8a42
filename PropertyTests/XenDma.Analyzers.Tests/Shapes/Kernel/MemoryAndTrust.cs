#nullable enable
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Basalt.Dma;

namespace Shapes.Kernel;

public static class Bad
{
    public sealed unsafe class XDMA6001(Adapter card)
    {
        public void Run()
        {
            byte* command = stackalloc byte[64];
            ulong bus = Bus.AttachSingle(card, (IntPtr)command, 64, Flow.ToCard); // expect: XDMA6001
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed unsafe class XDMA6002(Adapter card)
    {
        public void Run(byte[] data)
        {
            ulong bus;
            fixed (byte* first = data)
                bus = Bus.AttachSingle(card, (IntPtr)first, 64, Flow.ToCard); // expect: XDMA6002
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed unsafe class XDMA6003(Adapter card)
    {
        public void Run()
        {
            var name = "basalt"u8;
            ulong bus = Bus.AttachSingle(card, (IntPtr)Unsafe.AsPointer(ref MemoryMarshal.GetReference(name)), 6, Flow.Both); // expect: XDMA6003
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 6, Flow.Both);
        }
    }

    public sealed unsafe class XDMA7001(Adapter card)
    {
        public int Run(int[] table)
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == 0)
                return 0;
            card.Start(bus, 4096);
            int picked = table[((ushort*)ring)[1]]; // expect: XDMA7001
            Bus.FreeShared(card, 4096, ring, bus);
            return picked;
        }
    }

    public sealed class XDMA7002(Adapter card)
    {
        public int Run(int[] table)
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == 0)
                return 0;
            int picked = 0;
            if ((uint)Marshal.ReadInt32(ring) < (uint)table.Length)
                picked = table[Marshal.ReadInt32(ring)]; // expect: XDMA7002
            Bus.FreeShared(card, 4096, ring, bus);
            return picked;
        }
    }
}

public static class Good
{
    public sealed unsafe class XDMA6001(Adapter card)
    {
        public void Run()
        {
            void* command = NativeMemory.AlignedAlloc(64, 64);
            ulong bus = Bus.AttachSingle(card, (IntPtr)command, 64, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            NativeMemory.AlignedFree(command);
        }
    }

    public sealed unsafe class XDMA6002(Adapter card)
    {
        public void Run(byte[] data)
        {
            fixed (byte* first = data)
            {
                ulong bus = Bus.AttachSingle(card, (IntPtr)first, 64, Flow.ToCard);
                if (!Bus.HasFailed(card, bus))
                    Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            }
        }
    }

    public sealed unsafe class XDMA6003(Adapter card)
    {
        public void Run()
        {
            var name = "basalt"u8;
            ulong bus = Bus.AttachSingle(card, (IntPtr)Unsafe.AsPointer(ref MemoryMarshal.GetReference(name)), 6, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 6, Flow.ToCard);
        }
    }

    public sealed unsafe class XDMA7001(Adapter card)
    {
        public int Run(int[] table)
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == 0)
                return 0;
            card.Start(bus, 4096);
            int index = *(int*)ring;
            int picked = index >= 0 && index < table.Length ? table[index] : 0;
            picked += table[((uint*)ring)[1] % table.Length];
            Bus.FreeShared(card, 4096, ring, bus);
            return picked;
        }
    }

    public sealed class XDMA7002(Adapter card)
    {
        public int Run(int[] table)
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == 0)
                return 0;
            uint index = (uint)Marshal.ReadInt32(ring);
            int picked = index < (uint)table.Length ? table[index] : 0;
            Bus.FreeShared(card, 4096, ring, bus);
            return picked;
        }
    }
}
