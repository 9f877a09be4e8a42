using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XenDma.PropertyTests.Cli;
using XenDma.PropertyTests.Properties;
using XenDma.PropertyTests.Samples;
using XenDma.Samples;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Kit;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace XenDma.PropertyTests.Kit;

/// <summary>What the runner is told of a class that derives from the kit's.</summary>
public sealed class ContractTestCaseTests(TemporaryFolder folder, BuiltSamples samples) : IClassFixture<TemporaryFolder>, IClassFixture<BuiltSamples>
{
    [Fact]
    public void There_is_a_test_for_each_invariant_named_by_it()
    {
        string[] names = [.. Find(typeof(Broken)).Select(static test => test.DisplayName)];
        Assert.Equal([.. Catalogue.All.Select(static invariant => invariant.ToString()), "XD-MODEL answers as the model does"], names);
        Assert.Equal(names.Length, Find(typeof(Broken)).Select(static test => test.UniqueID).Distinct().Count());
        Assert.Contains("XD-TRANS-1 round-trip translation", names);
    }

    [Fact]
    public async Task What_does_not_hold_fails_with_the_shrunk_scenario_and_saves_it()
    {
        Broken.Folder = folder["broken"];
        (RunSummary summary, SpyBus bus) = await RunAsync(typeof(Broken), "XD-STRAD-1");
        Assert.Equal((1, 1, 0), (summary.Total, summary.Failed, summary.Skipped));
        string message = Assert.Single(bus.Of<ITestFailed>()).Messages[0];
        Assert.Contains($"{nameof(NoStraddleCheck)}: Fail: XD-STRAD-1: {Catalogue.Find("XD-STRAD-1")!.Statement}", message, StringComparison.Ordinal);
        Assert.Contains("of seed 1, shrunk to 2 steps", message, StringComparison.Ordinal);
        Assert.Contains("| #1   | map_page(", message, StringComparison.Ordinal);
        string command = message.Split("replay with: xendma replay ")[1];
        Scenario saved = Assert.Single(ScenarioReader.Read(command.Split(' ')[0]));
        Assert.Contains($" --mode contract --spec XD-STRAD-1 --impl {nameof(NoStraddleCheck)}", command, StringComparison.Ordinal);
        Assert.Equal("XD-STRAD-1", Replay.Run(saved, Broken.Make(), ReplayMode.Contract, Catalogue.All).Finding?.Check);
    }

    [Fact]
    public async Task The_campaign_runs_once_for_a_class()
    {
        Broken.Folder = folder["broken"];
        foreach (Invariant invariant in Catalogue.All) await RunAsync(typeof(Broken), invariant.Id);
        Assert.Equal(1, Broken.Made);
    }

    [Fact]
    public async Task What_was_not_exercised_is_skipped_with_the_reason()
    {
        (RunSummary summary, SpyBus bus) = await RunAsync(typeof(Hasty), "XD-COH-4");
        Assert.Equal((1, 0, 1), (summary.Total, summary.Failed, summary.Skipped));
        Assert.Empty(bus.Of<ITestFailed>());
        Assert.Empty(bus.Of<ITestPassed>());
        Assert.Equal(
            "untested: nothing that XD-COH-4 speaks of occurred in 1 cases of seed 3; it needs " + Catalogue.Find("XD-COH-4")!.Needs,
            Assert.Single(bus.Of<ITestSkipped>()).Reason);
    }

    [Fact]
    public async Task What_holds_passes()
    {
        (RunSummary summary, SpyBus bus) = await RunAsync(typeof(Clean), "XD-TRANS-1");
        Assert.Equal((1, 0, 0), (summary.Total, summary.Failed, summary.Skipped));
        Assert.Single(bus.Of<ITestPassed>());
    }

    [CompilerTheory("cc")]
    [InlineData("c")]
    public async Task A_native_library_is_tested_as_a_type_is(string sample)
    {
        Native.Library = await samples.LoadAsync(sample);
        (RunSummary summary, SpyBus bus) = await RunAsync(typeof(Native), "XD-TRANS-1");
        Assert.Equal((1, 0, 0), (summary.Total, summary.Failed, summary.Skipped));
        Assert.Single(bus.Of<ITestPassed>());
    }

    [Fact]
    public async Task An_implementation_that_cannot_be_had_fails_every_test_with_one_line()
    {
        (RunSummary summary, SpyBus bus) = await RunAsync(typeof(Missing), "XD-MASK-1");
        Assert.Equal(1, summary.Failed);
        Assert.Equal("liby.so: no such file", Assert.Single(bus.Of<ITestFailed>()).Messages[0]);
    }

    private static IXunitTestCase[] Find(Type type)
    {
        var assembly = new TestAssembly(Reflector.Wrap(type.Assembly));
        var method = new TestMethod(
            new TestClass(new TestCollection(assembly, null, "kit"), Reflector.Wrap(type)), Reflector.Wrap(type.GetMethod(nameof(DmaContractTests.Contract))!));
        IAttributeInfo fact = method.Method.GetCustomAttributes(typeof(ContractTestAttribute)).Single();
        return [.. new ContractTestDiscoverer(new Xunit.Sdk.NullMessageSink()).Discover(new Defaults(), method, fact)];
    }

    private static async Task<(RunSummary Summary, SpyBus Bus)> RunAsync(Type type, string check)
    {
        using var cancellation = new CancellationTokenSource();
        using var bus = new SpyBus();
        IXunitTestCase test = Find(type).Single(test => test.DisplayName.StartsWith(check + " ", StringComparison.Ordinal));
        return (await test.RunAsync(new Xunit.Sdk.NullMessageSink(), bus, [], new ExceptionAggregator(), cancellation), bus);
    }

    /// <summary>The runner's options, all as they are.</summary>
    private sealed class Defaults : LongLivedMarshalByRefObject, ITestFrameworkDiscoveryOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value)
        {
            // Nothing is set.
        }
    }

    private sealed class SpyBus : IMessageBus
    {
        private readonly List<IMessageSinkMessage> _messages = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            _messages.Add(message);
            return true;
        }

        public void Dispose()
        {
            // Nothing is held.
        }

        internal IEnumerable<T> Of<T>() => _messages.OfType<T>();
    }

    /// <summary>An implementation that is found out.</summary>
    internal sealed class Broken : DmaContractTests
    {
        internal static string Folder { get; set; } = "";

        internal static int Made { get; private set; }

        protected override IImplementation Implementation
        {
            get
            {
                Made++;
                return Make();
            }
        }

        protected override KitOptions Options => new() { Cases = 60, OutFolder = Folder };

        internal static IImplementation Make() => DelegatingOps.Implementation<NoStraddleCheck>();
    }

    /// <summary>An implementation that keeps the contract, named by its type alone.</summary>
    internal sealed class Clean : DmaContractTests<BitmapSwiotlb>
    {
        protected override KitOptions Options => new() { Cases = 30 };
    }

    /// <summary>An implementation in C.</summary>
    internal sealed class Native : DmaContractTests
    {
        internal static IImplementation? Library { get; set; }

        protected override IImplementation Implementation => Library!;

        protected override KitOptions Options => new() { Cases = 30 };
    }

    /// <summary>So little is run that most is untested.</summary>
    internal sealed class Hasty : DmaContractTests
    {
        protected override IImplementation Implementation => new ModelImplementation();

        protected override KitOptions Options => new() { Cases = 1, Seed = 3 };
    }

    /// <summary>An implementation that cannot be had.</summary>
    internal sealed class Missing : DmaContractTests
    {
        protected override IImplementation Implementation => throw new ImplementationException("liby.so: no such file");
    }
}
