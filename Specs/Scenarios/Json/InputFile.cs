using System;
using System.IO;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>A file that a user names, opened or refused with one line.</summary>
internal static class InputFile
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="ScenarioException">It cannot be opened.</exception>
    internal static FileStream OpenRead(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ScenarioException(path, 0, "there is no such file");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ScenarioException(path, 0, "cannot be opened: " + JsonText.FirstSentence(fault.Message));
        }
    }
}
