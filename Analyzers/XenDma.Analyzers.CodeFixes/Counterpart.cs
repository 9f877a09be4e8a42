using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>The text of the call that belongs to a call: the unmap to a map, the free to an allocation, the question to a result. Found by
/// roles and put together by parts, so that it is right for any library that has contracts.</summary>
internal sealed class Counterpart
{
    private readonly IInvocationOperation _call;
    private readonly ContractCatalog _catalog;
    private readonly SemanticModel _model;
    private readonly string? _result;

    private Counterpart(IInvocationOperation call, MethodContract contract, ContractCatalog catalog, SemanticModel model, string? result)
    {
        _model = model;
        _call = call;
        Contract = contract;
        _catalog = catalog;
        _result = result;
    }

    /// <summary>What the call itself does.</summary>
    public MethodContract Contract { get; }

    /// <summary>What ends the mapping or frees the memory that the call made.</summary>
    public static string? Release(Judged judged, InvocationExpressionSyntax call, string? result) =>
        Of(judged, call, result) is { } known ? known.Find(contract => contract.Releases && contract.Kind == known.Contract.Kind)?.Call : null;

    /// <summary>What asks whether the call failed, as the library tells it.</summary>
    public static string? Failed(Judged judged, InvocationExpressionSyntax call, string? result) => Of(judged, call, result)?.Failed();

    /// <summary>What hands the memory of the mapping that the call made to the CPU, or back to the device.</summary>
    public static string? Sync(Judged judged, InvocationExpressionSyntax call, string? result, bool forCpu) =>
        Of(judged, call, result) is { } known ? known.Find(contract => contract.Role == known.SyncRole(forCpu)
            && (contract.Kind == MappingKind.Owned) == (known.Contract.Kind == MappingKind.Owned))?.Call : null;

    private Role SyncRole(bool forCpu) => Contract.Role == Role.MapSg
        ? forCpu ? Role.SyncSgForCpu : Role.SyncSgForDevice
        : forCpu ? Role.SyncForCpu : Role.SyncForDevice;

    /// <summary>What the called method does.</summary>
    public static MethodContract? ContractOf(Judged judged, SyntaxNode call) =>
        Catalog(judged)?.Of((judged.Model.GetOperation(call) as IInvocationOperation)?.TargetMethod);

    private static ContractCatalog? Catalog(Judged judged) =>
        ContractCatalog.Create(judged.Model.Compilation, judged.Document.Project.AnalyzerOptions.AdditionalFiles, default);

    /// <summary>Null where the called method has no contract.</summary>
    public static Counterpart? Of(Judged judged, InvocationExpressionSyntax call, string? result) =>
        judged.Model.GetOperation(call) is IInvocationOperation operation && Catalog(judged) is { } catalog
            && catalog.Of(operation.TargetMethod) is { } contract ? new Counterpart(operation, contract, catalog, judged.Model, result) : null;

    public MethodContract? ContractOf(IMethodSymbol method) => _catalog.Of(method);

    /// <summary>The longest call that can be written, first among the methods beside the called one, then on what it returned.</summary>
    public (string Call, IMethodSymbol Method)? Find(System.Func<MethodContract, bool> isWanted)
    {
        var methods = _call.TargetMethod.ContainingType.GetMembers().Concat(_call.Type?.GetMembers() ?? []).OfType<IMethodSymbol>();
        return methods.Where(method => _catalog.Of(method) is { } contract && isWanted(contract))
            .Select(method => (Call: Write(method)!, Method: method)).Where(one => one.Call is not null)
            .OrderByDescending(one => one.Call.Split(',').Length).Select(one => ((string, IMethodSymbol)?)one).FirstOrDefault();
    }

    private string? Write(IMethodSymbol method)
    {
        var contract = _catalog.Of(method)!;
        var arguments = new List<string>();
        foreach (var parameter in method.Parameters)
        {
            if (Parts.Where(part => contract[part] == parameter.Ordinal).Select(TextOrStart).FirstOrDefault() is { } text)
                arguments.Add(ByReference(parameter) + text);
            else if (parameter.IsOptional)
                break;
            else
                return null;
        }
        // What the map was told and the counterpart cannot be told would be lost.
        if (contract.Creates && Parts.Any(part => contract[part] == MethodContract.Absent && part != Part.Address && Text(part) is not null))
            return null;
        string? receiver = method.IsExtensionMethod ? arguments[0] : Receiver(method, contract);
        return receiver is null ? null : $"{receiver}.{method.Name}({string.Join(", ", arguments.Skip(method.IsExtensionMethod ? 1 : 0))})";
    }

    /// <summary>What asks whether the call failed, as the library tells it; null where that is no expression.</summary>
    public string? Failed()
    {
        string? told = _result;
        string? owner = Text(Part.Address) ?? Text(Part.Buffer) ?? told;
        return Contract.Failure switch
        {
            Failure.MappingError => Find(contract => contract.Role == Role.MappingError)?.Call,
            Failure.Property => owner is null ? null : OfProperty(owner, Contract.Idiom),
            Failure.Exception or Failure.Never => null,
            _ when told is null => null,
            Failure.Null => _call.Type switch
            {
                IPointerTypeSymbol or IFunctionPointerTypeSymbol => told + " == null",
                { IsReferenceType: true } => told + " is null",
                _ => told + " == default",
            },
            Failure.Zero => told + (_call.Type is { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } ? " == default" : " == 0"),
            Failure.MinusOne => told + " == -1",
            Failure.Negative => told + " < 0",
            Failure.NonZeroStatus => told + " != 0",
            Failure.False => "!" + told,
            _ => null,
        };
    }

    private string? OfProperty(string owner, FailureIdiom idiom)
    {
        if (idiom.Member is null)
            return $"{(idiom.IsInverted ? "" : "!")}{owner}.{idiom.Property}";
        var holder = Contract[Part.Address] == MethodContract.This ? _call.TargetMethod.ContainingType : MethodContract.ResultOf(_call.TargetMethod);
        return holder.GetMembers(idiom.Property).OfType<IPropertySymbol>().FirstOrDefault() is { } property
            ? $"{owner}.{idiom.Property} != {property.Type.ToMinimalDisplayString(_model, _call.Syntax.SpanStart)}.{idiom.Member}" : null;
    }

    /// <summary>What has no offset begins at the start.</summary>
    private string? TextOrStart(Part part) => part == Part.Offset && Contract[part] == MethodContract.Absent ? "0" : Text(part);

    private static string ByReference(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        _ => "",
    };

    private string? Receiver(IMethodSymbol method, MethodContract contract)
    {
        if (method.IsStatic)
            return method.ContainingType.Name;
        return contract[Part.Address] == MethodContract.This ? Text(Part.Address) ?? _result : Stable(_call.Instance?.Syntax);
    }

    /// <summary>How the call names the part; null where that cannot be written twice.</summary>
    public string? Text(Part part)
    {
        int place = Contract[part];
        if (place == MethodContract.Return)
            return _result;
        if (place == MethodContract.This)
            return Stable(_call.Instance?.Syntax);
        var argument = Argument(part);
        return argument is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } ? variable.Identifier.Text : Stable(argument);
    }

    /// <summary>What the call is given for the part; null where that is the object, the result or a default.</summary>
    public SyntaxNode? Argument(Part part) =>
        _call.Arguments.FirstOrDefault(one => one.Parameter?.Ordinal == Contract[part] && one.ArgumentKind != ArgumentKind.DefaultValue)?.Value.Syntax;

    /// <summary>The text, if to write it twice does not do something twice.</summary>
    private static string? Stable(SyntaxNode? written) =>
        written is null || written.DescendantNodesAndSelf().Any(node =>
            node is InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or BaseObjectCreationExpressionSyntax)
            ? null : written.WithoutTrivia().ToString();

    private static IEnumerable<Part> Parts => System.Enum.GetValues(typeof(Part)).Cast<Part>();
}
