namespace XenDma.Samples.Broken;

/// <summary>What happens on a machine while a driver waits for its card.</summary>
public interface IWhileWaiting
{
    /// <summary>Before the card's transfers.</summary>
    void Begin();

    /// <summary>After them.</summary>
    void End();
}
