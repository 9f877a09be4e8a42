using System.IO;
using System.Text;

namespace XenDma.Cli.Traces;

/// <summary>The script that records a trace, put together for a kernel.</summary>
internal static class RecipeScript
{
    /// <summary>The kernels whose probes are known; <c>events</c> are the kernel's own.</summary>
    internal static readonly string[] Kernels = ["6.1", "6.12", "events"];

    internal static string Of(string kernel, bool native)
    {
        var script = new StringBuilder(Part("head"));
        if (kernel == "events")
        {
            script.Append(Part("events"));
        }
        else
        {
            bool is61 = kernel == "6.1";
            script.Append(Part("kprobes")).Append(Part(native ? "native" : "xen")).Append(Part(is61 ? "pool61" : "pool612"));
            script.Replace("@BUILD@", is61 ? "Debian's linux-image-6.1.0-56-amd64 (6.1.192)" : "Debian's linux-image-6.12.107+deb13-amd64 (6.12.107)");
            script.Replace("@MASK@", is61 ? "576" : "592").Replace("@CMASK@", is61 ? "584" : "600").Replace("@PARMS@", is61 ? "608" : "624");
            script.Replace("@AT@", is61 ? "5" : "9   # functions begin with endbr64").Replace("@OUT@", is61 ? "0x1f6" : "0x15c");
        }

        if (!native) script.Append(Part("p2m"));
        return script.Append(Part("tail")).ToString();
    }

    private static string Part(string name)
    {
        using Stream resource = typeof(RecipeScript).Assembly.GetManifestResourceStream($"recipes/{name}.sh")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
