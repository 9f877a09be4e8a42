using System;
using System.Threading.Tasks;
using XenDma.Cli;
using XenDma.PropertyTests.Cli;
using XenDma.PropertyTests.Tidy;
using XenDma.Specs.Adapters.Native;
using Xunit;

namespace XenDma.PropertyTests.Samples;

/// <summary>Samples built from the repository's source, each once, in a folder that goes with them.</summary>
public sealed class BuiltSamples : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The implementation in a folder of the samples.</summary>
    internal async Task<NativeImplementation> LoadAsync(string folder)
    {
        (string? file, string reason) = await SourceSample.In(Repository.Root, folder)!.BuildAsync(_folder.Path);
        Assert.True(file is not null, reason);
        return NativeImplementation.Load(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
