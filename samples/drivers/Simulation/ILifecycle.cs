namespace XenDma.Samples.Simulation;

/// <summary>A driver's life with one device, from probe to remove, with work in between that is checked to the byte.</summary>
public interface ILifecycle
{
    /// <summary>Sets the device up.</summary>
    /// <returns>false where something that is needed is not to be had; then nothing is left behind, and it may be tried again.</returns>
    bool TryProbe();

    /// <summary>Has the driver work for a while and holds each byte that came out against what went in.</summary>
    /// <param name="seed">What the work is drawn from.</param>
    Work Run(int seed);

    /// <summary>Stops the device and gives everything back.</summary>
    void Remove();
}
