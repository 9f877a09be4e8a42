using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>A mistake is found, and its right twin is left alone, in whatever form of the language it stands.</summary>
public sealed class LanguageTests : RuleTest
{
    [Fact]
    public Task TopLevelStatements_AreJudged() => CheckProgramAsync("""
        using XenDma;
        Device dev = args.Length > 0 ? null! : Host.Find();
        GuestBuffer buf = Host.Buffer();
        var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return 1;
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
        dev.SyncSingleForCpu(a, 64, DmaDirection.ToDevice); // expect: XDMA1001
        var b = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(b) || Leave())
            return 2;
        dev.UnmapSingle(b, 64, DmaDirection.ToDevice);
        return 0;
        bool Leave() => args.Length > 1;

        static class Host { public static Device Find() => null!; public static GuestBuffer Buffer() => null!; }
        """);

    [Fact]
    public Task RefStruct_KeepsMappingsInItsFields() => CheckAsync(InClass("""
            private ref struct Window
            {
                private readonly Device _device;
                private readonly DmaAddr _address;
                public readonly bool Failed;
                public Window(Device device, GuestBuffer buffer)
                {
                    _device = device;
                    _address = device.MapSingle(buffer, 64, DmaDirection.ToDevice);
                    Failed = device.MappingError(_address);
                }
                public void Dispose()
                {
                    if (!Failed)
                        _device.UnmapSingle(_address, 64, DmaDirection.ToDevice);
                }
            }

            private ref struct Careless
            {
                private DmaAddr _address;
                public void Open(Device device, GuestBuffer buffer)
                {
                    _address = device.MapSingle(buffer, 64, DmaDirection.ToDevice); // expect: XDMA1004
                    if (device.MappingError(_address))
                        _address = default;
                }
            }

            public void Run()
            {
                using var window = new Window(dev, buf);
                scoped var careless = new Careless();
                careless.Open(dev, buf2);
            }
        """));

    [Fact]
    public Task Records_CarryAddresses() => CheckAsync(InClass("""
            private sealed record Job(DmaAddr Address, int Size);
            private readonly record struct Slot(DmaAddr Address, int Size);

            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                var job = new Job(a, 64);
                var longer = job with { Size = 128 };
                port.Post(job.Address.Value, longer.Size);
                dev.UnmapSingle(job.Address, job.Size, DmaDirection.ToDevice);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA1003
            }

            public void Right()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                var slot = new Slot(a, 64);
                var (address, size) = slot;
                dev.UnmapSingle(address, size, DmaDirection.ToDevice);
            }
        """));

    [Fact]
    public Task Generics_AreWalkedInto() => CheckAsync(InClass("""
            private static T Told<T>(T value) => value;
            private static void Give<TDevice>(TDevice device, DmaAddr address) where TDevice : class => (device as Device)!.UnmapSingle(address, 64, DmaDirection.ToDevice);
            private static void Ask<T>(T first, System.Action<T> then) => then(first);

            public void Run()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(Told(a)))
                    return;
                Give(dev, Told(a));
                dev.SyncSingleForDevice(a, 64, DmaDirection.ToDevice); // expect: XDMA1001
            }

            public void Right()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                Ask(a, address => dev.UnmapSingle(address, 64, DmaDirection.ToDevice));
            }
        """));

    [Fact]
    public Task Goto_IsFollowed() => CheckAsync(InClass("""
            public int Wrong()
            {
                int rc = 0;
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
                if (dev.MappingError(a))
                    return -1;
                if (!port.Ready) { rc = -2; goto fail; }
                if (port.Status() < 0) { rc = -3; goto unmap; }
            unmap:
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            fail:
                return rc;
            }

            public int Right()
            {
                int rc = 0;
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return -1;
            again:
                if (!port.Ready) { rc = -2; goto unmap; }
                switch (port.Status())
                {
                    case 1: goto again;
                    case 2: goto case 1;
                    case 3: goto default;
                    default: break;
                }
            unmap:
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                return rc;
            }
        """));

    [Fact]
    public Task NestedLambdas_AreWalkedInto() => CheckAsync(InClass("""
            public void Wrong()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                Action outer = () =>
                {
                    Action inner = () => dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                    inner();
                };
                outer();
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA1003
            }

            public Func<Func<bool>> Right() => () =>
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                return () =>
                {
                    bool failed = dev.MappingError(a);
                    if (!failed)
                        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                    return failed;
                };
            };

            public Action Alone() => () =>
            {
                Action inner = () =>
                {
                    var b = dev.MapSingle(buf, 64, DmaDirection.ToDevice); // expect: XDMA1004
                    if (dev.MappingError(b) || !port.Ready)
                        return;
                    dev.UnmapSingle(b, 64, DmaDirection.ToDevice);
                };
                inner();
            };
        """));

    [Fact]
    public Task Delegates_GetWhatTheyAreCalledWith() => CheckAsync(InClass("""
            private delegate void Give(int bytes, DmaAddr address);

            public void Right()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                Give give = (bytes, address) => dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
                give(64, a);
            }

            public void Wrong()
            {
                var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                if (dev.MappingError(a))
                    return;
                Give give = Unmap;
                give(64, a);
                dev.UnmapSingle(a, 64, DmaDirection.ToDevice); // expect: XDMA1003
            }

            private void Unmap(int bytes, DmaAddr address) => dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
        """));

    [Fact]
    public Task LocalFunctionsThatLeak_AreJudgedWhoeverCallsThem() => CheckAsync(InClass("""
            public bool Run()
            {
                return Send(buf) && Send(buf2) && Kept(buf) != default;

                bool Send(GuestBuffer one)
                {
                    var a = dev.MapSingle(one, 64, DmaDirection.ToDevice); // expect: XDMA1004
                    if (dev.MappingError(a))
                        return false;
                    if (!port.Ready)
                        return false;
                    dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                    return true;
                }

                DmaAddr Kept(GuestBuffer one)
                {
                    var a = dev.MapSingle(one, 64, DmaDirection.ToDevice);
                    if (dev.MappingError(a))
                        return default;
                    dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                    return default;
                }
            }
        """));

    [Fact]
    public Task ExtensionMembers_AreJudged() => CheckAsync("""
        using XenDma;
        public static class Extensions
        {
            extension(Device dev)
            {
                public void Send(GuestBuffer buf)
                {
                    var a = dev.MapSingle(buf, 64, DmaDirection.ToDevice);
                    if (dev.MappingError(a))
                        return;
                    dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
                    dev.SyncSingleForCpu(a, 64, DmaDirection.ToDevice); // expect: XDMA1001
                }

                public bool Sends => dev.Name.Length > 0;
            }
        }
        public sealed class Driver(Device dev, GuestBuffer buf)
        {
            public void Run()
            {
                if (dev.Sends)
                    dev.Send(buf);
            }
        }
        """);

    private static async Task CheckProgramAsync(string source)
    {
        Compilation program = TestCompilation.Create(source).WithOptions(TestCompilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(program.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Equal(Markers.Read(source), AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(program)));
    }
}
