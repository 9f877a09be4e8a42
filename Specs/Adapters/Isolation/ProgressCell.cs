using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Threading;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>A few words of memory that a child shares with its parent: where it is. They outlive the child, whatever ended it.</summary>
internal sealed unsafe class ProgressCell : IRunProgress, IDisposable
{
    private const int Size = 64;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Words* _words;

    private ProgressCell(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
        byte* at = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref at);
        _words = (Words*)at;
    }

    /// <summary>The case that runs.</summary>
    internal long Case => Volatile.Read(ref _words->Case);

    /// <summary>The step that runs; -1 before the first.</summary>
    internal int Step => (int)Volatile.Read(ref _words->Step);

    /// <summary>Grows with every step.</summary>
    internal long Ticks => Volatile.Read(ref _words->Ticks);

    /// <summary>Makes the file and maps it.</summary>
    internal static ProgressCell Create(string path)
    {
        using (FileStream file = File.Create(path)) file.SetLength(Size);
        return Open(path);
    }

    /// <summary>Maps the file that the parent made.</summary>
    internal static ProgressCell Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, Size));

    /// <summary>A case begins.</summary>
    public void BeginCase(long index)
    {
        Volatile.Write(ref _words->Step, -1);
        Volatile.Write(ref _words->Case, index);
        Volatile.Write(ref _words->Ticks, _words->Ticks + 1);
    }

    /// <summary>A step begins.</summary>
    public void BeginStep(int index)
    {
        Volatile.Write(ref _words->Step, index);
        Volatile.Write(ref _words->Ticks, _words->Ticks + 1);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private struct Words
    {
        internal long Ticks;
        internal long Case;
        internal long Step;
    }
}
