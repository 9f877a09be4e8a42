using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters;

/// <summary>A type that implements <see cref="IDmaOps"/> and has a public constructor <c>(Machine, PoolOptions)</c>.</summary>
public sealed class AssemblyImplementation : IImplementation
{
    private readonly ConstructorInfo _constructor;

    private AssemblyImplementation(Type type, ConstructorInfo constructor, string argument)
    {
        Name = type.Name;
        Argument = argument;
        _constructor = constructor;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Argument { get; }

    /// <summary>The implementation that a type is.</summary>
    /// <exception cref="ImplementationException">The type cannot be used.</exception>
    public static AssemblyImplementation Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Of(type, $"{type.Assembly.Location}:{type.FullName}");
    }

    private static AssemblyImplementation Of(Type type, string argument)
    {
        if (type.IsAbstract || !typeof(IDmaOps).IsAssignableFrom(type)) throw new ImplementationException($"{type} does not implement {typeof(IDmaOps)}");
        ConstructorInfo constructor = type.GetConstructor([typeof(Machine), typeof(PoolOptions)])
            ?? throw new ImplementationException($"{type} has no public constructor ({typeof(Machine)}, {typeof(PoolOptions)})");
        return new AssemblyImplementation(type, constructor, argument);
    }

    /// <summary>Loads an assembly and finds the implementation in it.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="typeName">The type's full or simple name; null = the only one that implements the ops.</param>
    /// <exception cref="ImplementationException">The file cannot be loaded, or names no one implementation.</exception>
    public static AssemblyImplementation Load(string file, string? typeName)
    {
        Type[] types = [.. TypesOf(file).Where(type => !type.IsAbstract && typeof(IDmaOps).IsAssignableFrom(type)
            && (typeName is null || type.FullName == typeName || type.Name == typeName))];
        return types switch
        {
            [var only] => Of(only, typeName is null ? file : $"{file}:{typeName}"),
            [] => throw new ImplementationException($"{file}: no type {(typeName is null ? "" : typeName + " ")}implements {typeof(IDmaOps)}"),
            _ => throw new ImplementationException(
                $"{file}: several types implement {typeof(IDmaOps)} ({string.Join(", ", types.Select(static type => type.FullName))}): name one"),
        };
    }

    /// <inheritdoc/>
    public IDmaOps Create(Machine machine, ScenarioMachine scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        try
        {
            return (IDmaOps)_constructor.Invoke([machine, scenario.Pool]);
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static Type[] TypesOf(string file)
    {
        if (!File.Exists(file)) throw new ImplementationException($"{file}: no such file");
        try
        {
            string path = Path.GetFullPath(file);
            return new BesideFile(path).LoadFromAssemblyPath(path).GetExportedTypes();
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or UnauthorizedAccessException
            or TypeLoadException or ReflectionTypeLoadException or InvalidOperationException)
        {
            throw new ImplementationException($"{file}: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Finds what an assembly needs beside it; the model is the one that is loaded already.</summary>
    private sealed class BesideFile(string path) : AssemblyLoadContext(path)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == typeof(IDmaOps).Assembly.GetName().Name ? null
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found)
            : null;
    }
}
