using Diary.Domain;
using Diary.Domain.Accounts;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>The fields of an account's events, in the order of docs/events.md.</summary>
internal static class AccountEventEncoding
{
    public static void Write(ref MessagePackWriter writer, AccountEvent @event)
    {
        switch (@event)
        {
            case AccountEvent.SignedUp e:
                Begin(ref writer, 8, e);
                writer.Put(e.AccountId.Value);
                writer.Write((int)e.Tier);
                writer.Put(e.EmailIndex);
                writer.Put(e.PublicKey);
                writer.Write(e.KeyEpoch);
                Put(ref writer, e.RecoveryCodes);
                writer.Write(e.TimeZone);
                break;
            case AccountEvent.CredentialChanged e:
                Begin(ref writer, 2, e);
                writer.Put(e.By.Value);
                break;
            case AccountEvent.Recovered e:
                Begin(ref writer, 2, e);
                writer.Put(e.RecoveryCode);
                break;
            case AccountEvent.RecoveryCodesReplaced e:
                Begin(ref writer, 3, e);
                writer.Put(e.By.Value);
                Put(ref writer, e.RecoveryCodes);
                break;
            case AccountEvent.KeyRotationStarted e:
                Begin(ref writer, 3, e);
                writer.Put(e.By.Value);
                writer.Write(e.KeyEpoch);
                break;
            case AccountEvent.KeyRotationFinished e:
                Begin(ref writer, 2, e);
                writer.Write(e.KeyEpoch);
                break;
            case AccountEvent.SettingsChanged e:
                Begin(ref writer, 4, e);
                writer.Put(e.By.Value);
                writer.Write(e.TimeZone);
                writer.Write(e.Language);
                break;
            case AccountEvent.Deleted e:
                Begin(ref writer, 3, e);
                writer.Put(e.By.Value);
                writer.Write(e.KeysDestroyed);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(@event));
        }
    }

    public static AccountEvent Read(Type type, ref FieldReader reader)
    {
        var at = reader.Time();
        return type.Name switch
        {
            nameof(AccountEvent.SignedUp) => new AccountEvent.SignedUp(new AccountId(reader.Id()), (Tier)reader.Int(), reader.Bytes(),
                reader.Bytes(), reader.Int(), Codes(ref reader), reader.Text(), at),
            nameof(AccountEvent.CredentialChanged) => new AccountEvent.CredentialChanged(By(ref reader), at),
            nameof(AccountEvent.Recovered) => new AccountEvent.Recovered(reader.Id(), at),
            nameof(AccountEvent.RecoveryCodesReplaced) => Replaced(By(ref reader), ref reader, at),
            nameof(AccountEvent.KeyRotationStarted) => RotationStarted(By(ref reader), ref reader, at),
            nameof(AccountEvent.KeyRotationFinished) => new AccountEvent.KeyRotationFinished(reader.Int(), at),
            nameof(AccountEvent.SettingsChanged) => SettingsChanged(By(ref reader), ref reader, at),
            nameof(AccountEvent.Deleted) => Deleted(By(ref reader), ref reader, at),
            _ => throw new InvalidDataException($"{type.Name} is no event of an account."),
        };
    }

    private static AccountEvent.RecoveryCodesReplaced Replaced(SessionId by, ref FieldReader reader, DateTimeOffset at) =>
        new(Codes(ref reader), by, at);

    private static AccountEvent.KeyRotationStarted RotationStarted(SessionId by, ref FieldReader reader, DateTimeOffset at) =>
        new(reader.Int(), by, at);

    private static AccountEvent.SettingsChanged SettingsChanged(SessionId by, ref FieldReader reader, DateTimeOffset at) =>
        new(reader.Text(), reader.TextOrNil(), by, at);

    private static AccountEvent.Deleted Deleted(SessionId by, ref FieldReader reader, DateTimeOffset at) => new(reader.Int(), by, at);

    private static void Begin(ref MessagePackWriter writer, int fields, AccountEvent @event)
    {
        writer.WriteArrayHeader(fields);
        writer.Put(@event.At);
    }

    private static SessionId By(ref FieldReader reader) => new(reader.Id());

    private static void Put(ref MessagePackWriter writer, ValueList<Guid> codes)
    {
        writer.WriteArrayHeader(codes.Count);
        foreach (var code in codes)
        {
            writer.Put(code);
        }
    }

    private static ValueList<Guid> Codes(ref FieldReader reader)
    {
        var codes = new Guid[reader.List()];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = reader.Id();
        }

        return ValueList.From(codes);
    }
}
