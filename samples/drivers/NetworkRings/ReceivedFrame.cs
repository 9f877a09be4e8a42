using System;
using System.Collections.Generic;

namespace XenDma.Samples.NetworkRings;

/// <summary>A frame as the network stack gets it: pieces, each either copied out of its buffer or still there.</summary>
public sealed class ReceivedFrame : IDisposable
{
    private readonly List<Piece> _pieces = [];

    /// <summary>The bytes of all pieces.</summary>
    public int Length { get; private set; }

    /// <summary>Adds bytes that were copied.</summary>
    public void AddCopy(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        _pieces.Add(new Piece(null, null, bytes));
        Length += bytes.Length;
    }

    /// <summary>Adds bytes where they lie; the frame becomes a user of the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="bytes">The part of it that the card filled.</param>
    public void AddPart(ReceivePage page, GuestBuffer bytes)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(bytes);
        page.Take();
        _pieces.Add(new Piece(page, bytes, null));
        Length += bytes.Length;
    }

    /// <summary>The stack changes a byte of the first piece in place, as a router does with a header.</summary>
    /// <param name="index">The byte, within the first piece.</param>
    /// <param name="value">Its new value.</param>
    public void Edit(int index, byte value)
    {
        Piece first = _pieces[0];
        if (first.Copy is not null) first.Copy[index] = value;
        else first.Bytes![index] = value;
    }

    /// <summary>All bytes in one.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        int done = 0;
        foreach (Piece piece in _pieces)
        {
            if (piece.Copy is not null) piece.Copy.CopyTo(all, done);
            piece.Bytes?.Read(0, all.AsSpan(done, piece.Bytes.Length));
            done += piece.Copy?.Length ?? piece.Bytes!.Length;
        }

        return all;
    }

    /// <summary>Ends the use of the pages; once more does nothing.</summary>
    public void Dispose()
    {
        foreach (Piece piece in _pieces) piece.Page?.Drop();
        _pieces.Clear();
        Length = 0;
    }

    private readonly record struct Piece(ReceivePage? Page, GuestBuffer? Bytes, byte[]? Copy);
}
