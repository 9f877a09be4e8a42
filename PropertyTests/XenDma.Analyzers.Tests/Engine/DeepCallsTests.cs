using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>What a call does that lies too deep to be followed, or that calls itself, is not guessed at: of what it may reach nothing is said.</summary>
public sealed class DeepCallsTests : RuleTest
{
    private const string Chain = """

            private void First(GuestBuffer mine) { Second(mine); }
            private void Second(GuestBuffer mine) { Third(mine); }
            private void Third(GuestBuffer mine) { Fourth(mine); }
            private void Fourth(GuestBuffer mine) { Fifth(mine); }
            private void Fifth(GuestBuffer mine) { Sixth(mine); }
        """;

    [Fact]
    public Task Field_ReleasedFarBelow_DoesNotTrigger() => CheckAsync(InType("""
        private DmaAddr _held;

        public void Run(GuestBuffer mine)
        {
            _held = _device.MapSingle(mine, 64, DmaDirection.FromDevice);
            if (_device.MappingError(_held))
                return;
            First(mine);
            _held = _device.MapSingle(mine, 64, DmaDirection.FromDevice);
            if (_device.MappingError(_held))
                return;
            _device.UnmapSingle(_held, 64, DmaDirection.FromDevice);
        }

        private void Sixth(GuestBuffer mine) => _device.UnmapSingle(_held, 64, DmaDirection.FromDevice);
        """ + Chain));

    [Fact]
    public Task Field_CheckedAndReadFarBelow_DoesNotTrigger() => CheckAsync(InType("""
        private DmaAddr _held;

        public byte Run(GuestBuffer mine)
        {
            _held = _device.MapSingle(mine, 64, DmaDirection.FromDevice);
            if (_device.MappingError(_held))
                return 0;
            First(mine);
            byte first = mine[0];
            _device.UnmapSingle(_held, 64, DmaDirection.FromDevice);
            return first;
        }

        private void Sixth(GuestBuffer mine) => _device.SyncSingleForCpu(_held, 64, DmaDirection.FromDevice);
        """ + Chain));

    [Fact]
    public Task Capture_ReleasedByAFunctionThatCallsItself_DoesNotTrigger() => CheckAsync(InType("""
        public void Run(GuestBuffer mine, int rounds)
        {
            DmaAddr held = _device.MapSingle(mine, 64, DmaDirection.FromDevice);
            if (_device.MappingError(held))
                return;
            Again(rounds);
            return;

            void Again(int left)
            {
                if (left == 0)
                    _device.UnmapSingle(held, 64, DmaDirection.FromDevice);
                else
                    Again(left - 1);
            }
        }
        """));

    private static string InType(string members) => $$"""
        using XenDma;

        sealed class Driver
        {
            private readonly Device _device;

            public Driver(Device device) => _device = device;

        {{members}}
        }
        """;
}
