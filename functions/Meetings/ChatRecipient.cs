namespace Usher.Meetings;

/// <summary>The recipient of a chat message. NB: the snake-case names are stored and on the wire.</summary>
internal enum ChatRecipient
{
    Everyone,
    OnlyBot,
}
