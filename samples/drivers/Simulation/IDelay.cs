namespace XenDma.Samples.Simulation;

/// <summary>Time that a driver lets pass while it waits (udelay): devices work meanwhile.</summary>
public interface IDelay
{
    /// <summary>Lets a little time pass.</summary>
    void Pass();
}
