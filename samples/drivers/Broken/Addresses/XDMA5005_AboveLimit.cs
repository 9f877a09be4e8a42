using System;

namespace XenDma.Samples.Broken.Addresses;

/// <summary>Loads a card's firmware in one piece.</summary>
public sealed class AboveLimit(Device card0, ICard card)
{
    private const int ImageBytes = 1 << 20;

    /// <summary>No bounce pool lends so many slots in a row: where the image must bounce it is never loaded, however often it is tried.</summary>
    public bool Load(GuestBuffer image)
    {
        DmaAddr address = card0.MapSingle(image, ImageBytes, DmaDirection.ToDevice, DmaAttrs.NoWarn); // expect: XDMA5005
        if (card0.MappingError(address)) return false;
        card.Send(address, ImageBytes);
        bool isLoaded = card.Wait();
        if (!isLoaded) card.Stop();
        card0.UnmapSingle(address, ImageBytes, DmaDirection.ToDevice);
        return isLoaded;
    }
}

/// <summary>Loads it in pieces that can be mapped anywhere.</summary>
public sealed class AboveLimitMended(Device card0, ICard card)
{
    private const int PieceBytes = 128 << 10;

    /// <summary>No piece is larger than what the device is told to rely on.</summary>
    public bool Load(GuestBuffer image)
    {
        int most = (int)Math.Min(card0.MaxMappingSize(), PieceBytes);
        for (int done = 0; done < image.Length; done += most)
        {
            if (!LoadPiece(image.Slice(done, Math.Min(most, image.Length - done)))) return false;
        }

        return true;
    }

    private bool LoadPiece(GuestBuffer piece)
    {
        DmaAddr address = card0.MapSingle(piece, piece.Length, DmaDirection.ToDevice);
        if (card0.MappingError(address)) return false;
        card.Send(address, piece.Length);
        bool isLoaded = card.Wait();
        if (!isLoaded) card.Stop();
        card0.UnmapSingle(address, piece.Length, DmaDirection.ToDevice);
        return isLoaded;
    }
}
