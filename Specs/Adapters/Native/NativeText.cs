using System;
using System.Text;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters.Native;

/// <summary>Text that a native library hands over: bounded, one line, whatever its bytes are.</summary>
internal static unsafe class NativeText
{
    private const int MaxLength = 512;

    internal static string At(byte* text)
    {
        if (text is null) return "";
        int length = 0;
        while (length < MaxLength && text[length] != 0) length++;
        return OneLine.Of(Encoding.UTF8.GetString(new ReadOnlySpan<byte>(text, length)).Trim());
    }
}
