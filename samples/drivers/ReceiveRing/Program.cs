using System;
using System.Collections.Generic;
using System.Linq;
using XenDma;
using XenDma.Bouncing;
using XenDma.Samples.ReceiveRing;

const int Frames = 5000, Buffers = 64;
int seed = args.Length > 0 && int.TryParse(args[0], out int given) ? given : 1;

using XenGuest guest = XenGuest.Boot(SampleMachines.Shuffled(seed), new PoolOptions(Slabs: 1024), Semantics.Linux6_14);
Device device = guest.AddDevice("plover0", new DeviceTraits());
var card = new SimulatedCard(guest.BusOf(device), addressBits: 32);
using PloverRing? ring = PloverRing.TryOpen(guest, device, card, Buffers);
if (ring is null)
{
    Console.Error.WriteLine("the receive ring cannot be set up");
    return 1;
}

// A small buffer that bounces takes one slot.
Console.WriteLine($"seed {seed}: {guest.SlotsInUse} of {Buffers} buffers bounce on a machine with shuffled frames");

var receiver = new PloverReceiver(ring);
List<byte[]> sent = [], received = [];
var random = new Random(seed);
while (sent.Count < Frames)
{
    var frame = new byte[random.Next(50) == 0 ? random.Next(1515, 9019) : random.Next(60, 1515)];
    random.NextBytes(frame);
    if (card.Receive(frame)) sent.Add(frame);
    if (random.Next(16) == 0) receiver.Poll(received);
}

receiver.Poll(received);
bool same = sent.Count == received.Count && sent.Zip(received).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));
Console.WriteLine($"{received.Count} frames received, {(same ? "each as it was sent" : "NOT as they were sent")}");
Console.WriteLine($"{card.Missed} missed, {receiver.Dropped} dropped as too long, {receiver.Grown} buffers replaced by larger ones");
Console.WriteLine($"{guest.SlotsInUse} slots in use with the ring up");
ring.Dispose();
Console.WriteLine($"{guest.SlotsInUse} slots in use after tear-down");
return same && guest.SlotsInUse == 0 ? 0 : 1;
