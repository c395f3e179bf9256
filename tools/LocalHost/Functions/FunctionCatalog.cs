using Usher.LocalHost.Configuration;

namespace Usher.LocalHost.Functions;

/// <summary>Every function of the published app that is not disabled. Names are found in any casing.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionDefinition> functions;

    public FunctionCatalog(IEnumerable<FunctionDefinition> functions) =>
        this.functions = functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, FunctionDefinition> Functions => functions;

    /// <summary>Whether any function needs the Durable extension.</summary>
    public bool UsesDurable => functions.Values.SelectMany(function => function.Bindings)
        .Any(binding => binding.Is("orchestrationTrigger") || binding.Is("activityTrigger") || binding.Is("durableClient"));

    public IEnumerable<FunctionDefinition> WithTrigger(string type) => functions.Values.Where(function => function.Trigger.Is(type));

    /// <summary>Reads <c>{Function}/function.json</c> for every folder of the app.</summary>
    /// <exception cref="LocalHostException">A file cannot be used; the message names it.</exception>
    public static FunctionCatalog Load(string appFolder, AppSettings settings)
    {
        var functions = new List<FunctionDefinition>();
        foreach (var folder in Directory.GetDirectories(appFolder).Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, "function.json");
            var name = Path.GetFileName(folder);
            if (!File.Exists(file) || settings.IsDisabled(name))
            {
                continue;
            }

            try
            {
                functions.Add(FunctionJson.Parse(name, File.ReadAllText(file)));
            }
            catch (FormatException exception)
            {
                throw new LocalHostException($"{file} cannot be used. {exception.Message}", exception);
            }
        }

        return new FunctionCatalog(functions);
    }
}
