using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Contracts;

/// <summary>Each way in which a call may say that it failed, with each way in which a driver may ask.</summary>
public sealed class FailureIdiomTests
{
    private const string Library = """
        #nullable enable
        namespace Acme
        {
            public static class Native
            {
                public static nint MapZero(int size) => throw null!;
                public static int MapMinusOne(int size) => throw null!;
                public static long MapNegative(int size) => throw null!;
                public static uint MapStatus(int size, out ulong address) => throw null!;
                public static Result MapResult(int size, ref nint address) => throw null!;
                public static bool TryMap(int size, out ulong address) => throw null!;
                public static Handle? MapNull(int size) => throw null!;
                public static unsafe byte* MapPointer(int size) => throw null!;
                public static Buffer MapProperty(int size) => throw null!;
                public static Handle MapState(int size) => throw null!;
                public static Buffer MapNumber(int size) => throw null!;
                public static Handle MapOrThrow(int size) => throw null!;
                public static ulong MapAlways(int size) => throw null!;
                public static void Unmap(ulong address) { }
                public static void Unmap(long address) { }
                public static void Unmap(nint address) { }
                public static void Unmap(Handle? address) { }
                public static void Unmap(Buffer address) { }
                public static unsafe void Unmap(byte* address) { }
                public static void Use(object? anything) { }
                public static unsafe void Use(byte* anything) { }
            }

            public enum Result { Fine, Busy, Broken }
            public enum State { Idle, Ready, Broken }
            public struct Buffer { public bool IsValid { get; } public bool IsNull; public ulong Bus { get; } }
            public sealed class Handle { public State State { get; } }
        }
        """;

    private const string Contract = """
        { "version": 1,
          "methods": [
            { "method": "Acme.Native.MapZero", "role": "Map", "size": 0, "failure": "zero" },
            { "method": "Acme.Native.MapMinusOne", "role": "Map", "size": 0, "failure": "minusOne" },
            { "method": "Acme.Native.MapNegative", "role": "Map", "size": 0, "failure": "negative" },
            { "method": "Acme.Native.MapStatus", "role": "Map", "size": 0, "address": 1, "failure": "nonZeroStatus" },
            { "method": "Acme.Native.MapResult", "role": "Map", "size": 0, "address": 1, "failure": "nonZeroStatus" },
            { "method": "Acme.Native.TryMap", "role": "Map", "size": 0, "address": 1, "failure": "false" },
            { "method": "Acme.Native.MapNull", "role": "Map", "size": 0, "failure": "null" },
            { "method": "Acme.Native.MapPointer", "role": "Map", "size": 0, "failure": "null" },
            { "method": "Acme.Native.MapProperty", "role": "Map", "size": 0, "failure": "property:IsValid" },
            { "method": "Acme.Native.MapState", "role": "Map", "size": 0, "failure": "property:State=Ready" },
            { "method": "Acme.Native.MapNumber", "role": "Map", "size": 0, "failure": "property:Bus" },
            { "method": "Acme.Native.MapOrThrow", "role": "Map", "size": 0, "failure": "exception" },
            { "method": "Acme.Native.MapAlways", "role": "Map", "size": 0, "failure": "never" },
            { "method": "Acme.Native.Unmap(ulong)", "role": "Unmap", "address": 0 },
            { "method": "Acme.Native.Unmap(long)", "role": "Unmap", "address": 0 },
            { "method": "Acme.Native.Unmap(nint)", "role": "Unmap", "address": 0 },
            { "method": "Acme.Native.Unmap(byte*)", "role": "Unmap", "address": 0 },
            { "method": "Acme.Native.Unmap(Acme.Handle)", "role": "Unmap", "address": 0 },
            { "method": "Acme.Native.Unmap(Acme.Buffer)", "role": "Unmap", "address": 0 }
          ] }
        """;

    /// <summary>How a mapping is made into 'a', and the questions that are true when that failed.</summary>
    private static readonly (string Map, string[] Failed)[] Idioms =
    [
        ("nint a = Native.MapZero(64);", ["a == 0", "0 == a", "a is 0", "a == nint.Zero", "System.IntPtr.Zero == a", "a == default", "!(a != 0)", "a is not not 0"]),
        ("int a = Native.MapMinusOne(64);", ["a == -1", "-1 == a", "a is -1", "a < 0", "!(a >= 0)"]),
        ("long a = Native.MapNegative(64);", ["a < 0", "0 > a", "a <= -1", "a is < 0", "!(a >= 0)", "a is not >= 0"]),
        ("uint s = Native.MapStatus(64, out ulong a);", ["s != 0", "0 != s", "s is not 0", "s > 0", "!(s == 0)", "s switch { 0 => false, _ => true }"]),
        ("nint a = 0; var s = Native.MapResult(64, ref a);", ["s != Result.Fine", "s is not Result.Fine", "!(Result.Fine == s)", "(int)s != 0"]),
        ("bool ok = Native.TryMap(64, out ulong a);", ["!ok", "ok == false", "ok is false", "ok is not true", "false == ok", "ok ? false : true"]),
        ("Handle? a = Native.MapNull(64);", ["a == null", "null == a", "a is null", "a is not { }", "!(a is not null)", "a is not Handle"]),
        ("byte* a = Native.MapPointer(64);", ["a == null", "null == a", "a is null", "a == (byte*)0"]),
        ("Buffer a = Native.MapProperty(64);", ["!a.IsValid", "a.IsValid == false", "a is not { IsValid: true }", "a is { IsValid: false }"]),
        ("Handle a = Native.MapState(64);", ["a.State != State.Ready", "State.Ready != a.State", "a is not { State: State.Ready }", "!(a.State is State.Ready)"]),
        ("Buffer a = Native.MapNumber(64);", ["a.Bus == 0", "0 == a.Bus", "a is { Bus: 0 }", "!(a.Bus > 0)", "a.Bus < 1"]),
    ];

    private static readonly MetadataReference Reference =
        TestCompilation.Emit("Acme", [new("Library.cs", Library)], TestCompilation.ReferencesWithoutApi);

    public static TheoryData<string, string> Questions
    {
        get
        {
            var questions = new TheoryData<string, string>();
            foreach (var (map, failed) in Idioms)
            {
                foreach (string question in failed)
                    questions.Add(map, question);
            }
            return questions;
        }
    }

    public static TheoryData<string> Maps => [.. Idioms.Select(idiom => idiom.Map)];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Asked_DoesNotTrigger(string map, string failed)
    {
        await CheckAsync($"{map}\nif ({failed})\nreturn;\nNative.Use(a);\nNative.Unmap(a);");
        await CheckAsync($"{map}\nif (!({failed}))\n{{\nNative.Use(a);\nNative.Unmap(a);\n}}");
        await CheckAsync($"{map}\nbool bad = {failed};\nNative.Use(1);\nif (bad)\nthrow new System.Exception();\nNative.Use(a);\nNative.Unmap(a);");
        await CheckAsync($"{map}\nif ({failed} || System.Environment.ExitCode == 7)\nreturn;\nNative.Use(a);\nNative.Unmap(a);", ignored: "XDMA1004");
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public Task AskedAndForgotten_Triggers(string map, string failed) =>
        CheckAsync($"{map} // expect: XDMA1004\nif ({failed})\nreturn;\nNative.Use(a);");

    [Theory]
    [MemberData(nameof(Questions))]
    public Task FailedAndUnmapped_Triggers(string map, string failed) =>
        CheckAsync($"{map}\nif ({failed})\n{{\nNative.Unmap(a); // expect: XDMA2004\nreturn;\n}}\nNative.Unmap(a);");

    [Theory]
    [MemberData(nameof(Maps))]
    public Task NeverAsked_Triggers(string map) => CheckAsync($"{map}\nNative.Use(a); // expect: XDMA2001\nNative.Unmap(a);");

    [Theory]
    [InlineData("var a = Native.MapOrThrow(64);")]
    [InlineData("var a = Native.MapAlways(64);")]
    public async Task NothingToAsk_DoesNotTrigger(string map)
    {
        await CheckAsync($"{map}\nNative.Use(a);\nNative.Unmap(a);");
        await CheckAsync($"{map} // expect: XDMA1004\nNative.Use(a);");
    }

    [Theory]
    [InlineData("int a = Native.MapMinusOne(64);", "a == 0")]
    [InlineData("nint a = Native.MapZero(64);", "a == -1")]
    public Task ConstantOfAnotherIdiom_Triggers(string map, string asked) =>
        CheckAsync($"{map}\nif ({asked}) // expect: XDMA2002\nreturn;\nNative.Use(a);\nNative.Unmap(a);");

    [Fact]
    public async Task Messages_NameTheQuestion()
    {
        List<string> messages = [];
        foreach (var (map, _) in Idioms)
            messages.AddRange((await FindAsync($"{map}\nNative.Use(a);\nNative.Unmap(a);")).Select(d => d.GetMessage(null)));

        Assert.Equal(
            [
                "'a' is used here, but nobody compared it with 0 since it was mapped at line 7",
                "'a' is used here, but nobody compared it with -1 since it was mapped at line 7",
                "'a' is used here, but nobody compared it with a negative value since it was mapped at line 7",
                "'s' is used here, but nobody looked at the result of MapStatus since it was mapped at line 7",
                "'s' is used here, but nobody looked at the result of MapResult since it was mapped at line 7",
                "'ok' is used here, but nobody looked at the result of TryMap since it was mapped at line 7",
                "'a' is used here, but nobody compared it with null since it was mapped at line 7",
                "'a' is used here, but nobody compared it with null since it was mapped at line 7",
                "'a' is used here, but nobody looked at IsValid since it was mapped at line 7",
                "'a' is used here, but nobody looked at State since it was mapped at line 7",
                "'a' is used here, but nobody looked at Bus since it was mapped at line 7",
            ],
            messages);
    }

    private static async Task CheckAsync(string statements, string? ignored = null)
    {
        var found = await FindAsync(statements);

        Assert.Equal(
            string.Join("\n", Markers.Read(InMethod(statements))),
            string.Join("\n", AnalyzerRunner.Lines(found.Where(d => d.Id != ignored))));
    }

    private static async Task<IReadOnlyList<Diagnostic>> FindAsync(string statements)
    {
        var compilation = TestCompilation.Create([new("Driver.cs", InMethod(statements))], [.. TestCompilation.ReferencesWithoutApi, Reference]);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return await AnalyzerRunner.RunAsync(compilation, ContractText.Options(new ContractText(Contract)));
    }

    private static string InMethod(string statements) =>
        "#nullable enable\nusing Acme;\nclass Driver\n{\nunsafe void Run()\n{\n" + statements + "\n}\n}\n";
}
