using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace XenDma.Specs.Kit;

/// <summary>Finds a test for each invariant of the catalogue, and one for the comparison with the model.</summary>
/// <param name="messages">Where the runner's diagnostics go.</param>
public sealed class ContractTestDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    /// <summary>The checks, each with its title: the runner shows both.</summary>
    internal static IEnumerable<(string Check, string Title)> Checks { get; } =
        [.. Catalogue.All.Select(static invariant => (invariant.Id, invariant.Title)), (CaseRunner.AgreementId, "answers as the model does")];

    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Checks.Select(check => new ContractTestCase(messages, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, check.Check));
}
