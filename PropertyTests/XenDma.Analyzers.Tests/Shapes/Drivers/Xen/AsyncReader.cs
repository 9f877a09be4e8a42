// defect: an asynchronous read whose cancellation path leaves the mapping behind, and one that reads before it syncs.
#nullable enable
using System;
using System.Threading;
using System.Threading.Tasks;
using XenDma;

namespace Drivers.Reader;

public interface IEngine
{
    [DmaContract(DmaRole.Submit)] void Start(DmaAddr target, int bytes);
    [DmaContract(DmaRole.Wait)] Task<bool> Finished(CancellationToken token);
    [DmaContract(DmaRole.Stop)] void Stop();
}

public sealed class AsyncReader(Device dev, IEngine engine)
{
    public async Task<byte[]> ReadAsync(GuestBuffer buffer, int bytes, CancellationToken token)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.FromDevice);
        if (dev.MappingError(address))
            throw new InvalidOperationException("no room to map");
        try
        {
            engine.Start(address, bytes);
            if (!await engine.Finished(token).ConfigureAwait(false))
            {
                engine.Stop();
                throw new TimeoutException();
            }
            dev.SyncSingleForCpu(address, bytes, DmaDirection.FromDevice);
            return buffer.Span[..bytes].ToArray();
        }
        finally
        {
            dev.UnmapSingle(address, bytes, DmaDirection.FromDevice);
        }
    }

    public async Task<int> CountAsync(GuestBuffer buffer, int bytes, CancellationToken token)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(address))
            return 0;
        engine.Start(address, bytes);
        if (!await engine.Finished(token))
        {
            engine.Stop();
            return 0;
        }
        dev.UnmapSingle(address, bytes, DmaDirection.FromDevice);
        int set = 0;
        foreach (byte b in buffer.Span)
            set += b;
        return set;
    }

    public async ValueTask<byte> FirstAsync(GuestBuffer buffer, int bytes)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.FromDevice);
        if (dev.MappingError(address))
            return 0;
        engine.Start(address, bytes);
        if (!await engine.Finished(default))
            engine.Stop();
        byte first = buffer[0]; // expect: XDMA4001
        dev.UnmapSingle(address, bytes, DmaDirection.FromDevice);
        return first;
    }

    public async Task DrainAsync(GuestBuffer buffer, int bytes)
    {
        var address = dev.MapSingle(buffer, bytes, DmaDirection.FromDevice);
        if (dev.MappingError(address))
            return;
        engine.Start(address, bytes);
        bool done = await engine.Finished(default);
        if (!done)
            Console.WriteLine("late");
        dev.UnmapSingle(address, bytes, DmaDirection.FromDevice); // expect: XDMA4007
    }
}
