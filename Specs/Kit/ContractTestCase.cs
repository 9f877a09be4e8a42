using System;
using System.ComponentModel;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace XenDma.Specs.Kit;

/// <summary>The test of one check, named by it.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    /// <summary>For the runner, which fills it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the runner, which fills it.")]
    public ContractTestCase()
    {
    }

    internal ContractTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, string check)
        : base(messages, display, options, method, [check])
    {
    }

    /// <inheritdoc/>
    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        using var bus = new UntestedBus(messageBus);
        RunSummary summary = await base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.Untested;
        summary.Skipped += bus.Untested;
        return summary;
    }

    /// <inheritdoc/>
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName)
    {
        string check = (string)TestMethodArguments[0];
        return ContractTestDiscoverer.Checks.FirstOrDefault(known => known.Check == check) is { Title: { } title } ? $"{check} {title}" : check;
    }

    /// <summary>Passes the runner's messages on; what was untested is told as skipped, with the reason.</summary>
    private sealed class UntestedBus(IMessageBus inner) : IMessageBus
    {
        internal int Untested { get; private set; }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is not ITestFailed failed || failed.ExceptionTypes.FirstOrDefault() != typeof(UntestedException).FullName) return inner.QueueMessage(message);
            Untested++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
        }

        public void Dispose()
        {
            // The bus is the runner's.
        }
    }
}
