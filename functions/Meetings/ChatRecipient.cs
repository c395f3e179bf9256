namespace Usher.Meetings;

/// <summary>Whom a chat message went to. NB: the snake-case names are on disk and on the wire.</summary>
internal enum ChatRecipient
{
    Everyone,
    OnlyBot,
}
