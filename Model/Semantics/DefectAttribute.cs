using System;

namespace XenDma;

/// <summary>Marks a switch of <see cref="Semantics"/> as a historical defect: one decision that some release took wrongly.</summary>
/// <param name="releases">The releases that have it, in words.</param>
/// <param name="commits">The commits that mended it, or made it, or both; empty where none is known.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefectAttribute(string releases, string commits = "") : Attribute
{
    /// <summary>The releases that have it, in words.</summary>
    public string Releases { get; } = releases;

    /// <summary>The commits that mended it, or made it, or both; empty where none is known.</summary>
    public string Commits { get; } = commits;

    /// <summary>The switch without which the wrong decision never comes up; null = it always may.</summary>
    public string? Needs { get; init; }
}
