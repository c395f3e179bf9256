using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Usher.LocalHost.Functions;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace Usher.LocalHost.Jobs;

/// <summary>
/// Emits the class in which the WebJobs SDK finds the functions: one method each, whose first parameter carries the trigger's attribute.
/// Source: FunctionGenerator and WorkerFunctionDescriptorProvider of the Functions host.
/// </summary>
internal static class FunctionMethods
{
    /// <summary>
    /// A method that is not an app function: when called directly, it receives the value of a <c>durableClient</c> binding.
    /// </summary>
    public const string DurableClientProbe = "DurableClientProbe";

    private static readonly Type HandlerType = typeof(FunctionHandler);

    /// <summary>Creates a class whose constructor takes the <see cref="FunctionHandler"/> that all methods call.</summary>
    /// <exception cref="LocalHostException">This host does not support a trigger's type.</exception>
    public static Type CreateClass(IEnumerable<HostedFunction> functions)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Functions"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Functions").DefineType("Host.Functions", TypeAttributes.Public | TypeAttributes.Sealed);
        var handler = type.DefineField("handler", HandlerType, FieldAttributes.Private | FieldAttributes.InitOnly);
        DefineConstructor(type, handler);
        foreach (var function in functions)
        {
            var trigger = FunctionTrigger.Of(function);
            DefineMethod(type, handler, function.Name, trigger.ParameterType, trigger.ReturnsValue, trigger.Attribute);
        }

        var probe = new CustomAttributeBuilder(typeof(DurableClientAttribute).GetConstructor([])!, []);
        DefineMethod(type, handler, DurableClientProbe, typeof(string), returnsValue: false, probe)
            .SetCustomAttribute(new CustomAttributeBuilder(typeof(NoAutomaticTriggerAttribute).GetConstructor([])!, []));
        return type.CreateType();
    }

    private static void DefineConstructor(TypeBuilder type, FieldBuilder handler)
    {
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [HandlerType]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, handler);
        il.Emit(OpCodes.Ret);
    }

    // public Task Name([Trigger] T trigger, Binder binder, CancellationToken token) => handler(name, trigger, binder, token);
    private static MethodBuilder DefineMethod(
        TypeBuilder type,
        FieldBuilder handler,
        string name,
        Type triggerType,
        bool returnsValue,
        CustomAttributeBuilder triggerAttribute
    )
    {
        var returnType = returnsValue ? typeof(Task<object>) : typeof(Task);
        var method = type.DefineMethod(name, MethodAttributes.Public, returnType, [triggerType, typeof(Binder), typeof(CancellationToken)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [name]));
        method.DefineParameter(1, ParameterAttributes.None, "trigger").SetCustomAttribute(triggerAttribute);
        method.DefineParameter(2, ParameterAttributes.None, "binder");
        method.DefineParameter(3, ParameterAttributes.None, "token");
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, handler);
        il.Emit(OpCodes.Ldstr, name);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Callvirt, HandlerType.GetMethod(nameof(FunctionHandler.Invoke))!);
        il.Emit(OpCodes.Ret);
        return method;
    }
}
