using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Usher.Bots;

namespace Usher.Storage;

internal enum AppendResult
{
    Appended,

    /// <summary>The stream has moved on: read it and decide anew.</summary>
    Stale,

    /// <summary>The report was accepted before.</summary>
    AlreadyReported,

    DeduplicationKeyInUse,

    /// <summary>An answer is kept already.</summary>
    AlreadyAnswered,
}
