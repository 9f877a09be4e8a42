using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;

namespace XenDma.Samples.Broken.Exhibits;

/// <summary>A rule, a driver that breaks it, and what that looks like when it runs.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Title">What the rule reports, as its page says.</param>
/// <param name="Driver">The driver's class.</param>
/// <param name="Machine">The machine on which the mistake shows.</param>
/// <param name="Sees">The name of what a run must show: a <see cref="Misuse"/> that names the rule, or a <see cref="Consequence"/>; null = nothing.</param>
/// <param name="WhyNot">Why the checker cannot report it; null = it does.</param>
public sealed record Exhibit(string Rule, string Title, string Driver, BenchMachine Machine, string? Sees, string? WhyNot)
{
    private Action<Bench> _broken = static _ => { };
    private Action<Bench> _mended = static _ => { };

    /// <summary>A mistake that the checker reports.</summary>
    /// <param name="rule">The rule's id.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="sees">The report.</param>
    /// <param name="driver">Makes the driver.</param>
    /// <param name="broken">Runs it with its mistake.</param>
    /// <param name="mended">Runs it without.</param>
    public static Exhibit Of<T>(
        string rule, string title, BenchMachine machine, Misuse sees, Func<Bench, T> driver, Action<T, Bench> broken, Action<T, Bench> mended) =>
        new(rule, title, typeof(T).Name, machine, $"{sees}", null) { _broken = bench => broken(driver(bench), bench), _mended = bench => mended(driver(bench), bench) };

    /// <summary>A mistake that shows by what comes of it, if at all.</summary>
    /// <param name="rule">The rule's id.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="sees">What comes of it; null = nothing.</param>
    /// <param name="whyNot">Why the checker cannot report it.</param>
    /// <param name="driver">Makes the driver.</param>
    /// <param name="broken">Runs it with its mistake.</param>
    /// <param name="mended">Runs it without.</param>
    public static Exhibit Of<T>(
        string rule, string title, BenchMachine machine, Consequence? sees, string whyNot, Func<Bench, T> driver, Action<T, Bench> broken, Action<T, Bench> mended) =>
        new(rule, title, typeof(T).Name, machine, sees?.ToString(), whyNot) { _broken = bench => broken(driver(bench), bench), _mended = bench => mended(driver(bench), bench) };

    /// <summary>The driver with its mistake.</summary>
    public IReadOnlyList<Observation> RunBroken() => Run(_broken);

    /// <summary>The same without: nothing may be seen.</summary>
    public IReadOnlyList<Observation> RunMended() => Run(_mended);

    /// <summary>Whether a run of the broken driver showed what it must; a report must name the rule.</summary>
    public bool IsToldBy(IReadOnlyList<Observation> seen) =>
        Sees is null ? seen.Count == 0 : seen.Any(one => one.Name == Sees && (WhyNot is not null || one.Rules.Contains(Rule)));

    private Observation[] Run(Action<Bench> driver)
    {
        using var bench = new Bench(Machine);
        return [.. bench.Watch(driver)];
    }
}
