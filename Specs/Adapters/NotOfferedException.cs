using System;

namespace XenDma.Specs.Adapters;

/// <summary>An op, a machine or a pool that an implementation cannot be asked for: no failure, and no pass either.</summary>
/// <param name="message">What is not offered.</param>
public sealed class NotOfferedException(string message) : Exception(message);
