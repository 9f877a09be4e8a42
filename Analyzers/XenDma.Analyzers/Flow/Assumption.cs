using System;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Adds a condition to what a path knows.</summary>
internal static class Assumption
{
    /// <summary>False when the path contradicts itself: nobody can be here.</summary>
    public static bool Assume(PathState state, Value condition, bool truth)
    {
        if (Solver.Decide(state, condition) is { } known)
            return known == truth;
        if (condition.IsOp("!"))
            return Assume(state, condition.Args[0], !truth);
        if (condition.IsOp("and"))
            return AssumeAnd(state, condition, truth);

        // A comparison with a number is kept as a range of what is compared.
        bool ranged = (condition.IsOp("<") || condition.IsOp("==")) && (condition.Args[0].Number ?? condition.Args[1].Number) is not null;
        if (!ranged)
            Learn(state, condition, Value.Bool(truth));
        if (Waits.IsAnswer(condition))
            Waits.Answer(state, condition, truth);
        else if (condition.Kind == ValueKind.Failed)
            SetChecked(state, condition.Args[0], truth);
        else if (condition.IsOp("=="))
            return AssumeEqual(state, condition.Args[0], condition.Args[1], truth);
        else if (condition.IsOp("<"))
            return AssumeLess(state, condition.Args[0], condition.Args[1], truth);
        return true;
    }

    private static bool AssumeAnd(PathState state, Value condition, bool truth)
    {
        if (truth)
            return Assume(state, condition.Args[0], true) && Assume(state, condition.Args[1], true);
        if (Solver.Decide(state, condition.Args[0]) == true)
            return Assume(state, condition.Args[1], false);
        if (Solver.Decide(state, condition.Args[1]) == true)
            return Assume(state, condition.Args[0], false);
        Learn(state, condition, Value.False);
        return true;
    }

    private static void Learn(PathState state, Value value, Value equal)
    {
        var fact = state.Facts.TryGetValue(value, out var known) ? known : Fact.Nothing;
        state.Facts[value] = fact with { Equal = equal };
    }

    private static void SetChecked(PathState state, Value mapping, bool failed)
    {
        if (state.Mappings.TryGetValue(mapping, out var known) && known.Life is Life.Unchecked or Life.Asked)
            state.Mappings[mapping] = known with { Life = failed ? Life.Failed : Life.Live };
    }

    private static bool AssumeEqual(PathState state, Value a, Value b, bool truth)
    {
        if (Waits.IsStatus(a) && b.IsConst)
            Waits.AnswerOne(state, a, truth);
        else if ((a.Kind == ValueKind.Mapping && (b.IsConst || b.Kind == ValueKind.Default)) || (Evaluator.MappingAt(a) is { } && b.Number == 0m))
        {
            if (!truth && IsEmpty(state, Evaluator.MappingAt(a) ?? a))
                return false;
            SetChecked(state, Evaluator.MappingAt(a) ?? a, truth);
        }
        else if (a.Kind == ValueKind.Status && b.IsConst)
            SetOneStatus(state, FailureTerms.MappingOf(a) ?? a, truth);
        else if (!NarrowEqual(state, a, b, truth) || !NarrowEqual(state, b, a, truth))
            return false;
        return Settle(state, a, b);
    }

    /// <summary>The call failed, and by what it returned: the handle that it puts out is none.</summary>
    private static bool IsEmpty(PathState state, Value mapping) =>
        mapping.Mapping?.Contract is { Failure: not Failure.MappingError } && state.Mappings.TryGetValue(mapping, out var known) && known.Life == Life.Failed;

    /// <summary>One of the statuses that tell a failure: it was that one, or who asks for one at a time is left alone.</summary>
    private static void SetOneStatus(PathState state, Value mapping, bool isThat)
    {
        if (isThat)
            SetChecked(state, mapping, failed: true);
        else if (state.Mappings.TryGetValue(mapping, out var known))
            state.Mappings[mapping] = known with { Said = known.Said | Said.Compared };
    }

    private static bool NarrowEqual(PathState state, Value value, Value other, bool truth)
    {
        if (value.IsConst)
            return true;
        var fact = state.Facts.TryGetValue(value, out var known) ? known : Fact.Nothing;
        var (low, high) = Solver.Range(state, other);
        if (truth)
            state.Facts[value] = Intersect(fact, low, high) with { Equal = other.IsConst ? other : fact.Equal };
        else if (other.IsConst)
            state.Facts[value] = Exclude(state, value, fact with { Unequal = fact.Unequal.Add(other) }, other.Number);
        return Consistent(state, value);
    }

    private static Fact Exclude(PathState state, Value value, Fact fact, decimal? number)
    {
        var (low, high) = Solver.Range(state, value);
        if (number is { } edge && low == edge)
            return fact with { Low = edge + 1 };
        return number is { } top && high == top ? fact with { High = top - 1 } : fact;
    }

    private static bool AssumeLess(PathState state, Value a, Value b, bool truth)
    {
        var (lowA, highA) = Solver.Range(state, a);
        var (lowB, highB) = Solver.Range(state, b);
        bool consistent = truth
            ? Narrow(state, a, null, highB - 1) && Narrow(state, b, lowA + 1, null)
            : Narrow(state, a, lowB, null) && Narrow(state, b, null, highA);
        return consistent && Settle(state, a, b);
    }

    private static bool Narrow(PathState state, Value value, decimal? low, decimal? high)
    {
        if (value.IsConst || (low is null && high is null))
            return true;
        var (root, offset) = Terms.Linear(value);
        var fact = state.Facts.TryGetValue(root, out var known) ? known : Fact.Nothing;
        state.Facts[root] = Intersect(fact, low - offset, high - offset);
        return Consistent(state, root);
    }

    private static Fact Intersect(Fact fact, decimal? low, decimal? high) => fact with
    {
        Low = fact.Low is { } a && low is { } b ? Math.Max(a, b) : fact.Low ?? low,
        High = fact.High is { } c && high is { } d ? Math.Min(c, d) : fact.High ?? high,
    };

    private static bool Consistent(PathState state, Value value)
    {
        var (low, high) = Solver.Range(state, value);
        return !(low > high);
    }

    /// <summary>A count that a constant or the count asked for was compared with tells whether MapSg failed.</summary>
    private static bool Settle(PathState state, Value a, Value b)
    {
        var count = a.Kind == ValueKind.Count ? a : b.Kind == ValueKind.Count ? b : null;
        if (count is null)
            return true;
        var (low, high) = Solver.Range(state, count);
        var other = ReferenceEquals(count, a) ? b : a;
        if (other.IsConst && high <= 0m)
            SetChecked(state, count.Args[0], failed: true);
        else if (other.IsConst && low >= 1m)
            SetChecked(state, count.Args[0], failed: false);
        else if (!other.IsConst && other.Equals(count.Args[0].Mapping?.Size))
            SetChecked(state, count.Args[0], failed: false);
        return true;
    }
}
