using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XenDma.Specs.Adapters;
using XenDma.Specs.Invariants;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma verify</c>: generated scenarios, judged by the invariants, and the bundled recordings.</summary>
internal static class VerifyCommand
{
    internal static Command Make()
    {
        var impl = new Option<string[]>("--impl") { Description = "What to verify: model, FILE.so or FILE.dll[:Type]; repeatable. Default: the model and the samples." };
        Option<string[]> spec = SpecOption.Make("Only these invariants, by id; repeatable.");
        var cases = new Option<int>("--cases")
        {
            DefaultValueFactory = static _ => 1000,
            Description = "Scenarios to generate for each implementation (the model: for each release).",
        };
        var seed = new Option<ulong>("--seed") { DefaultValueFactory = static _ => 1, Description = "The seed of all scenarios." };
        var time = new Option<TimeSpan?>("--time") { CustomParser = ParseTime, Description = "Stop after so long, with what was found: 90s, 10m, 1h." };
        Option<bool> isolate = IsolateOption.Make();
        var outFolder = new Option<string>("--out") { DefaultValueFactory = static _ => "xendma-out", Description = "Where failing scenarios are saved." };
        var command = new Command("verify", "Verifies implementations of the DMA ops against the contract.") { impl, isolate, spec, cases, seed, time, outFolder };
        command.SetAction((parsed, cancellation) =>
        {
            string[] names = parsed.GetValue(impl) ?? [];
            bool isolates = parsed.GetValue(isolate);
            using SampleSet? samples = names.Length == 0 ? SampleSet.Make(isolates) : null;
            return Task.FromResult(Run(
                new VerifyRequest
                {
                    Implementations = samples is null ? [.. names.Select(name => Implementations.Find(name, isolates))] : [new ModelImplementation(), .. samples.Implementations],
                    Skipped = samples?.Skipped ?? [],
                    Invariants = parsed.GetValue(spec) is { Length: > 0 } ids ? SpecOption.Invariants(ids) : Catalogue.All,
                    Cases = CasesOf(parsed.GetValue(cases)),
                    Seed = parsed.GetValue(seed),
                    Isolates = isolates,
                    OutFolder = parsed.GetValue(outFolder)!,
                    IsDefault = samples is not null,
                },
                parsed.GetValue(time),
                cancellation));
        });
        return command;
    }

    private static int Run(VerifyRequest request, TimeSpan? time, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (time is { } limit) limited.CancelAfter(limit);
        try
        {
            return new Verification(request).Run(limited.Token, interruption: cancellation);
        }
        finally
        {
            foreach (IDisposable subject in request.Implementations.OfType<IDisposable>()) subject.Dispose();
        }
    }

    private static int CasesOf(int cases) => cases >= 0 ? cases : throw new UsageException($"--cases {cases}: 0 or more expected");

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        double seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count > 0 && count * seconds < 1e7)
            return TimeSpan.FromSeconds(count * seconds);
        result.AddError($"--time {text}: a time such as 90s, 10m or 1h expected");
        return null;
    }
}
