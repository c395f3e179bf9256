using Usher.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.ListenOnHostPort();

var app = builder.Build();
app.MapGet("/", () => "Usher");
await app.RunAsync();
