using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters.Native;

/// <summary>A shared library of which the ops were found. It stays loaded: what it started may still run.</summary>
internal sealed unsafe class NativeLibraryFile
{
    private const string Symbol = "xendma_ops";

    private NativeLibraryFile(string name, in XdOps ops)
    {
        Name = name;
        Ops = ops;
    }

    /// <summary>The name that the library gives itself, or the file's.</summary>
    internal string Name { get; }

    /// <summary>The ops, as they were when the library was loaded.</summary>
    internal XdOps Ops { get; }

    /// <summary>The ops that are not NULL.</summary>
    internal OfferedOps Offers =>
        OfferedOps.Streaming
        | (Ops.Alloc is not null ? OfferedOps.Alloc : 0)
        | (Ops.Free is not null ? OfferedOps.Free : 0)
        | (Ops.MapSg is not null ? OfferedOps.MapSg : 0)
        | (Ops.UnmapSg is not null ? OfferedOps.UnmapSg : 0)
        | (Ops.SyncSingleForCpu is not null ? OfferedOps.SyncSingleForCpu : 0)
        | (Ops.SyncSingleForDevice is not null ? OfferedOps.SyncSingleForDevice : 0)
        | (Ops.SyncSgForCpu is not null ? OfferedOps.SyncSgForCpu : 0)
        | (Ops.SyncSgForDevice is not null ? OfferedOps.SyncSgForDevice : 0)
        | (Ops.DmaSupported is not null ? OfferedOps.DmaSupported : 0)
        | (Ops.Mmap is not null ? OfferedOps.Mmap : 0)
        | (Ops.GetSgTable is not null ? OfferedOps.GetSgTable : 0)
        | (Ops.SlotsInUse is not null && Ops.PoolRange is not null ? OfferedOps.PoolInspection : 0);

    /// <exception cref="ImplementationException">The file is no library, or has no ops of this version.</exception>
    internal static NativeLibraryFile Load(string file)
    {
        if (!File.Exists(file)) throw new ImplementationException($"{file}: {(Directory.Exists(file) ? "a folder, no file" : "no such file")}");
        string path = Path.GetFullPath(file);
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new ImplementationException($"{file}: no library that can be loaded: {Reason(fault.Message, path)}");
        }

        if (!NativeLibrary.TryGetExport(library, Symbol, out nint symbol))
            throw new ImplementationException($"{file}: exports no {Symbol}");
        var find = (delegate* unmanaged[Cdecl]<uint, XdOps*>)symbol;
        XdOps* ops = find(NativeAbi.Version);
        if (ops is null) throw new ImplementationException($"{file}: {Symbol}({NativeAbi.Version}) returned NULL: it does not speak version {NativeAbi.Version} of the ABI");
        if (ops->AbiVersion != NativeAbi.Version)
            throw new ImplementationException($"{file}: its ops are of version {ops->AbiVersion} of the ABI, expected {NativeAbi.Version}");
        string[] missing = [.. new (string Name, bool IsThere)[]
        {
            ("create", ops->Create is not null), ("destroy", ops->Destroy is not null), ("map_page", ops->MapPage is not null),
            ("unmap_page", ops->UnmapPage is not null), ("mapping_error", ops->MappingError is not null),
        }.Where(static op => !op.IsThere).Select(static op => op.Name)];
        if (missing.Length > 0) throw new ImplementationException($"{file}: NULL for what every implementation must have: {string.Join(", ", missing)}");
        string name = NativeText.At(ops->Name);
        return new NativeLibraryFile(name.Length > 0 ? name : Path.GetFileNameWithoutExtension(file), *ops);
    }

    /// <summary>What the loader itself said, out of advice in several lines.</summary>
    private static string Reason(string message, string path)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string said = lines.FirstOrDefault(line => line.StartsWith(path, StringComparison.Ordinal)) ?? lines[0];
        return OneLine.Of(said.StartsWith(path + ": ", StringComparison.Ordinal) ? said[(path.Length + 2)..] : said);
    }
}
