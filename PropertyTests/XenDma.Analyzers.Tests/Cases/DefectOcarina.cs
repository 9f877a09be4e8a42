// defect: sound, sensors: small methods, callbacks, switch, goto, local functions.
using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using XenDma;

namespace Cases.Ocarina;

public sealed class Ocarina(Device dev, Ocarina.IDsp dsp)
{
    public interface IDsp
    {
        [DmaContract(DmaRole.DeviceAccess)] void Play(DmaAddr address, int length);
        [DmaContract(DmaRole.DeviceAccess)] Task RecordAsync(DmaAddr address, int length, CancellationToken token);
        void Base(uint low);
        void Base(uint low, uint high);
        int Level();
    }

    public enum Mode { Mute, Play, Record }

    public short[] Record(GuestBuffer pcm)
    {
        using var m = dev.Map(pcm, DmaDirection.FromDevice);
        dsp.Play(m.Address, m.Length);
        var samples = MemoryMarshal.Cast<byte, short>(pcm.Span);
        return samples.ToArray(); // expect: XDMA4001
    }

    public short Peak(GuestBuffer pcm)
    {
        short peak = 0;
        using (var m = dev.Map(pcm, DmaDirection.FromDevice))
        {
            dsp.Play(m.Address, m.Length);
            m.SyncForCpu();
            foreach (short s in MemoryMarshal.Cast<byte, short>(pcm.Span))
                peak = Math.Max(peak, s);
        }
        return peak;
    }

    public async Task<int> RecordAsync(GuestBuffer pcm, CancellationToken token)
    {
        var a = dev.MapSingle(pcm, 8192, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return -1;
        try
        {
            await dsp.RecordAsync(a, 8192, token).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            return pcm[8191]; // expect: XDMA4001
        }
        finally
        {
            dev.UnmapSingle(a, 8192, DmaDirection.FromDevice);
        }
    }

    public bool Run(GuestBuffer pcm, Mode mode)
    {
        var direction = mode switch
        {
            Mode.Play => DmaDirection.ToDevice,
            Mode.Record => DmaDirection.FromDevice,
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        var a = dev.MapSingle(pcm, 1024, direction);
        if (dev.MappingError(a))
            return false;
        bool loud = false;
        dsp.Play(a, 1024);
        if (mode == Mode.Play)
            loud = pcm[0] > 100;
        dev.UnmapSingle(a, 1024, direction);
        if (mode == Mode.Record)
            loud = pcm[0] > 100;
        return loud;
    }

    public int Twice(GuestBuffer pcm)
    {
        int Level() => pcm[3]; // expect: XDMA4001
        var a = dev.MapSingle(pcm, 1024, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return -1;
        dsp.Play(a, 1024);
        int early = Level();
        dev.UnmapSingle(a, 1024, DmaDirection.FromDevice);
        return early + Level();
    }

    public void Tables(GuestBuffer pcm)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        uint low = (uint)(a.Value & uint.MaxValue);
        uint high = (uint)(a.Value >> 32);
        dsp.Base(low, high);
        dsp.Base(checked((uint)a.Value));
        if (a.Value <= 0xffff_ffffUL)
            dsp.Base((uint)a.Value);
        else
            dsp.Base(unchecked((uint)a.Value));
        dev.UnmapSingle(a, 1024, DmaDirection.ToDevice);
    }

    public bool Fade(GuestBuffer pcm, int steps)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        for (int i = 0; i < steps; i++)
        {
            pcm[0] = (byte)i;
            dev.SyncSingleForDevice(a, 1024, DmaDirection.ToDevice);
            dsp.Play(a, 1024);
        }
        dev.UnmapSingle(a, 1024, DmaDirection.ToDevice);
        return true;
    }

    public bool FadeWrong(GuestBuffer pcm, int steps)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        for (int i = 0; i < steps; i++)
        {
            dsp.Play(a, 1024);
            pcm[0] = (byte)i; // expect: XDMA4002
        }
        dev.UnmapSingle(a, 1024, DmaDirection.ToDevice);
        return true;
    }

    public void Echo(GuestBuffer pcm, Action<GuestBuffer> filter)
    {
        using var m = dev.Map(pcm, DmaDirection.Bidirectional);
        dsp.Play(m.Address, m.Length);
        m.SyncForCpu();
        filter(pcm);
        m.SyncForDevice();
        dsp.Play(m.Address, m.Length);
    }

    public void Probe(GuestBuffer pcm)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(a))
            return;
        dsp.Play(a, 1024);
        dev.SyncSingleForCpu(a, 16, DmaDirection.FromDevice);
        byte kind = pcm[2];
        dev.UnmapSingle(a, 1024, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (kind == 0)
            dsp.Base(0);
    }

    public byte HeaderOnly(GuestBuffer pcm)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return 0;
        dsp.Play(a, 1024);
        dev.SyncSingleForCpu(a, 16, DmaDirection.FromDevice);
        byte sum = pcm[15];
        sum += pcm[16]; // expect: XDMA4001
        dev.UnmapSingle(a, 1024, DmaDirection.FromDevice);
        return sum;
    }

    public bool Nested(GuestBuffer pcm)
    {
        var whole = dev.MapSingle(pcm, 1024, DmaDirection.FromDevice);
        if (dev.MappingError(whole))
            return false;
        var part = dev.MapSingle(pcm.Slice(512, 256), 256, DmaDirection.ToDevice); // expect: XDMA4006
        if (!dev.MappingError(part))
        {
            dsp.Play(part, 256);
            dev.UnmapSingle(part, 256, DmaDirection.ToDevice);
        }
        dsp.Play(whole, 1024);
        dev.UnmapSingle(whole, 1024, DmaDirection.FromDevice);
        return true;
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to) => from.CopyTo(to);

    public void Preload(GuestBuffer pcm, byte[] data)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        Copy(data, pcm.Span); // expect: XDMA4002
        dsp.Play(a, 1024);
        dev.UnmapSingle(a, 1024, DmaDirection.ToDevice);
    }

    public void Export(GuestBuffer pcm, byte[] data)
    {
        var a = dev.MapSingle(pcm, 1024, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return;
        dsp.Play(a, 1024);
        Copy(pcm.Span, data); // expect: XDMA4001
        dev.UnmapSingle(a, 1024, DmaDirection.FromDevice);
    }
}
