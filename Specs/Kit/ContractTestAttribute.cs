using System;
using Xunit;
using Xunit.Sdk;

namespace XenDma.Specs.Kit;

/// <summary>Marks the method that stands for all checks of the contract: the runner sees one test for each.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("XenDma.Specs.Kit." + nameof(ContractTestDiscoverer), "XenDma.Specs")]
public sealed class ContractTestAttribute : FactAttribute;
