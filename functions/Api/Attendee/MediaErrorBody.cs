using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Usher.Api.Service;

namespace Usher.Api.Attendee;

internal sealed record MediaErrorBody(string Error, string RawError);
