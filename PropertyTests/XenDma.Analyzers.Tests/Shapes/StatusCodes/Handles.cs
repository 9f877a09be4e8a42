#nullable enable
using System;
using Granite.Wdk;

namespace Shapes.StatusCodes;

public static class Bad
{
    public sealed class XDMA1001(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.UnlockBuffer(handle);
            _ = Dma.SyncIo(handle); // expect: XDMA1001
        }
    }

    public sealed class XDMA1002
    {
        public void Run()
        {
            IntPtr handle = default;
            Dma.UnlockBuffer(handle); // expect: XDMA1002
        }
    }

    public sealed class XDMA1003(IntPtr device, IntPtr memory)
    {
        public void Run(bool failed)
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            try
            {
                Dma.UnlockBuffer(handle);
                if (failed)
                    throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                Dma.UnlockBuffer(handle); // expect: XDMA1003
            }
        }
    }

    public sealed class XDMA1004(IntPtr device, IntPtr memory)
    {
        public uint Run()
        {
            uint status = Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle); // expect: XDMA1004
            if (status != Dma.Success)
                return status;
            status = Dma.Start(device, handle);
            if (status != Dma.Success)
                return status;
            Dma.Abort(device);
            return Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA1005(IntPtr device, IntPtr[] memory)
    {
        public void Run()
        {
            IntPtr handle = default;
            foreach (var part in memory)
            {
                if (Dma.LockBuffer(device, part, Dma.ToDevice, 64, out handle) != Dma.Success) // expect: XDMA1005
                    return;
            }
            if (handle != default)
                Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA1006(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.UnlockBuffer(handle);
            Dma.Start(device, handle); // expect: XDMA1006
        }
    }

    public sealed class XDMA2001(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            _ = Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle);
            Dma.SyncCpu(handle); // expect: XDMA2001
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA2002(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            int window = Dma.OpenWindow(device, memory, 64);
            if (window is 0) // expect: XDMA2002
                return;
            Dma.CloseWindow(window);
        }
    }

    public sealed class XDMA2004(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            switch (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle))
            {
                case Dma.Success:
                    Dma.UnlockBuffer(handle);
                    break;
                case Dma.NoResources:
                    Dma.UnlockBuffer(handle); // expect: XDMA2004
                    break;
            }
        }
    }
}

public static class Good
{
    public sealed class XDMA1001(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            _ = Dma.SyncIo(handle);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA1002(IntPtr device, IntPtr memory)
    {
        public void Run(bool needed)
        {
            IntPtr handle = default;
            bool locked = needed && Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out handle) == Dma.Success;
            if (locked)
                Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA1003(IntPtr device, IntPtr memory)
    {
        public void Run(bool failed)
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            try
            {
                if (failed)
                    throw new InvalidOperationException();
                Dma.UnlockBuffer(handle);
            }
            catch (InvalidOperationException)
            {
                Dma.UnlockBuffer(handle);
            }
        }
    }

    public sealed class XDMA1004(IntPtr device, IntPtr memory)
    {
        public uint Run()
        {
            uint status = Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle);
            if (status != Dma.Success)
                return status;
            status = Dma.Start(device, handle);
            if (status == Dma.Success)
                Dma.Abort(device);
            uint unlocked = Dma.UnlockBuffer(handle);
            return status != Dma.Success ? status : unlocked;
        }
    }

    public sealed class XDMA1005(IntPtr device, IntPtr[] memory)
    {
        public void Run()
        {
            var handles = new IntPtr[memory.Length];
            int locked = 0;
            while (locked < memory.Length && Dma.LockBuffer(device, memory[locked], Dma.ToDevice, 64, out handles[locked]) == Dma.Success)
                locked++;
            while (locked > 0)
                Dma.UnlockBuffer(handles[--locked]);
        }
    }

    public sealed class XDMA1006(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA2001(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Try(Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle)) && Try(Dma.SyncCpu(handle)))
                Dma.UnlockBuffer(handle);
            else if (handle != default)
                Dma.UnlockBuffer(handle);
        }

        private static bool Try(uint status) => status == Dma.Success;
    }

    public sealed class XDMA2002(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            int window = Dma.OpenWindow(device, memory, 64);
            if (window is >= 0)
                Dma.CloseWindow(window);
        }
    }

    public sealed class XDMA2004(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            switch (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle))
            {
                case Dma.Success:
                    Dma.UnlockBuffer(handle);
                    break;
                case var status:
                    throw new InvalidOperationException(status.ToString());
            }
        }
    }
}
