// clean: a paravirtual front end: grant-like references in a struct array, ring with barriers, resume after migration.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanXen;

public interface IBackend
{
    void Offer(int reference, ulong address, bool readOnly);
    void Revoke(int reference);
    bool Response(out int id, out short status);
    void Event();
}

public sealed class Frontend(Device dev, IBackend backend)
{
    private const int Slots = 32;
    private const int NoSlot = -1;

    private struct Shadow
    {
        public GuestBuffer? Buffer;
        public DmaAddr Bus;
        public DmaDirection Direction;
        public int NextFree;
    }

    private readonly Shadow[] _shadows = new Shadow[Slots];
    private int _free;
    private int _inFlight;

    public void Connect()
    {
        for (int i = 0; i < Slots; i++)
        {
            _shadows[i].NextFree = i + 1 < Slots ? i + 1 : NoSlot;
            _shadows[i].Buffer = null;
        }
        _free = 0;
        _inFlight = 0;
    }

    public bool Request(GuestBuffer buffer, bool read)
    {
        int id = TakeSlot();
        if (id == NoSlot)
            return false;
        ref var shadow = ref _shadows[id];
        var direction = read ? DmaDirection.FromDevice : DmaDirection.ToDevice;
        var bus = dev.MapSingle(buffer, buffer.Length, direction);
        if (dev.MappingError(bus))
        {
            GiveSlot(id);
            return false;
        }
        shadow.Buffer = buffer;
        shadow.Bus = bus;
        shadow.Direction = direction;
        _inFlight++;
        backend.Offer(id, bus.Value, readOnly: !read);
        backend.Event();
        return true;
    }

    private int TakeSlot()
    {
        int id = _free;
        if (id != NoSlot)
            _free = _shadows[id].NextFree;
        return id;
    }

    private void GiveSlot(int id)
    {
        _shadows[id].NextFree = _free;
        _free = id;
    }

    public void OnEvent(Action<GuestBuffer, bool> complete)
    {
        while (backend.Response(out int id, out short status))
        {
            if ((uint)id >= Slots || _shadows[id].Buffer is not { } buffer)
                continue;
            Finish(id);
            complete(buffer, status == 0);
        }
    }

    private void Finish(int id)
    {
        ref var shadow = ref _shadows[id];
        backend.Revoke(id);
        dev.UnmapSingle(shadow.Bus, shadow.Buffer!.Length, shadow.Direction);
        shadow.Buffer = null;
        shadow.Bus = default;
        _inFlight--;
        GiveSlot(id);
    }

    public List<(GuestBuffer Buffer, bool Read)> Suspend()
    {
        var again = new List<(GuestBuffer, bool)>(_inFlight);
        for (int id = 0; id < Slots; id++)
        {
            if (_shadows[id].Buffer is not { } buffer)
                continue;
            again.Add((buffer, _shadows[id].Direction == DmaDirection.FromDevice));
            Finish(id);
        }
        return again;
    }

    public int Resume(List<(GuestBuffer Buffer, bool Read)> again)
    {
        Connect();
        int sent = 0;
        foreach (var (buffer, read) in again)
            sent += Request(buffer, read) ? 1 : 0;
        return sent;
    }
}
