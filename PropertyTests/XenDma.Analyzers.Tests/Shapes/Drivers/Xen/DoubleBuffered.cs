// clean: capture into two buffers in turn, a frame is handed to consumers through a channel and comes back.
#nullable enable
using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using XenDma;

namespace Drivers.Capture;

public interface ICamera
{
    [DmaContract(DmaRole.Submit)] void Arm(DmaAddr address, int bytes);
    [DmaContract(DmaRole.Wait)] bool WaitFrame(TimeSpan limit);
    [DmaContract(DmaRole.Stop)] void Off();
}

public sealed class Capture(Device dev, ICamera camera, ImmutableArray<GuestBuffer> buffers, ChannelWriter<byte[]> output)
{
    public async Task<int> RunAsync(int frames, CancellationToken token)
    {
        var addresses = new DmaAddr[buffers.Length];
        int mapped = 0;
        try
        {
            for (; mapped < buffers.Length; mapped++)
            {
                addresses[mapped] = dev.MapSingle(buffers[mapped], buffers[mapped].Length, DmaDirection.FromDevice);
                if (dev.MappingError(addresses[mapped]))
                    return 0;
            }
            int taken = 0;
            while (taken < frames && !token.IsCancellationRequested)
            {
                int which = taken % buffers.Length;
                camera.Arm(addresses[which], buffers[which].Length);
                if (!camera.WaitFrame(TimeSpan.FromSeconds(1)))
                {
                    camera.Off();
                    break;
                }
                dev.SyncSingleForCpu(addresses[which], buffers[which].Length, DmaDirection.FromDevice);
                byte[] frame = buffers[which].Span.ToArray();
                dev.SyncSingleForDevice(addresses[which], buffers[which].Length, DmaDirection.FromDevice);
                await output.WriteAsync(frame, token);
                taken++;
            }
            return taken;
        }
        finally
        {
            while (mapped-- > 0)
                dev.UnmapSingle(addresses[mapped], buffers[mapped].Length, DmaDirection.FromDevice);
        }
    }
}
