using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Analyzers.Flow;
using Xunit;

namespace XenDma.Analyzers.Tests.Engine;

/// <summary>The persistent map against a dictionary.</summary>
public sealed class PersistentMapTests
{
    [Fact]
    public void RandomChanges_LeaveWhatADictionaryHolds()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var map = PersistentMap<string>.Empty;
            Dictionary<Value, string> expected = [];
            for (int step = 0; step < 300; step++)
            {
                (map, _) = Change(random, map, expected);
                Assert.Equal(expected.Count, map.Count);
            }
            AssertHolds(seed, expected, map);
        }
    }

    [Fact]
    public void EqualContents_AreTheSameInWhateverOrderTheyCame()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            Dictionary<Value, string> contents = [];
            var changed = PersistentMap<string>.Empty;
            for (int step = 0; step < 120; step++)
                (changed, _) = Change(random, changed, contents);
            var built = contents.OrderBy(_ => random.Next()).Aggregate(PersistentMap<string>.Empty, (map, pair) => map.Set(pair.Key, pair.Value));

            Assert.True(changed.SameAs(built) && built.SameAs(changed), $"seed {seed}");
            Assert.Empty(changed.Differences(built));
        }
    }

    [Fact]
    public void Differences_AreTheKeysThatWereChanged()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            Dictionary<Value, string> contents = [];
            var first = PersistentMap<string>.Empty;
            for (int step = 0; step < 100; step++)
                (first, _) = Change(random, first, contents);
            Dictionary<Value, string> before = new(contents);
            var second = first;
            for (int step = 0; step < 5; step++)
                (second, _) = Change(random, second, contents);
            var expected = before.Keys.Union(contents.Keys).Where(key => before.GetValueOrDefault(key) != contents.GetValueOrDefault(key));

            Assert.True(expected.ToHashSet().SetEquals(first.Differences(second)), $"seed {seed}");
            Assert.Equal(!expected.Any(), first.SameAs(second));
        }
    }

    private static (PersistentMap<string> Map, Value Key) Change(Random random, PersistentMap<string> map, Dictionary<Value, string> mirror)
    {
        // Few keys, so that they meet.
        var key = Value.Of("key", Value.Int(random.Next(90)));
        if (random.Next(3) == 0)
        {
            mirror.Remove(key);
            return (map.Remove(key), key);
        }
        string value = "v" + random.Next(4);
        mirror[key] = value;
        return (map.Set(key, value), key);
    }

    private static void AssertHolds(int seed, Dictionary<Value, string> expected, PersistentMap<string> map)
    {
        Dictionary<Value, string> held = [];
        var entries = new MapEnumerator<string>(map.Root);
        while (entries.MoveNext())
            held.Add(entries.Current.Key, entries.Current.Value);
        Assert.True(expected.Count == held.Count && expected.All(pair => held[pair.Key] == pair.Value && map.Find(pair.Key) == pair.Value), $"seed {seed}");
    }
}
