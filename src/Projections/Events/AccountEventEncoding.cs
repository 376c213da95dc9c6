using Diary.Domain;
using Diary.Domain.Accounts;
using MessagePack;

namespace Diary.Projections.Events;

/// <summary>The fields of an account's events, in the order of docs/events.md.</summary>
internal static class AccountEventEncoding
{
    public static void Write(ref MessagePackWriter writer, AccountEvent @event)
    {
        var e = (AccountEvent.SignedUp)@event;
        writer.WriteArrayHeader(8);
        writer.Put(e.At);
        writer.Put(e.AccountId.Value);
        writer.Write((int)e.Tier);
        writer.Put(e.EmailIndex);
        writer.Put(e.PublicKey);
        writer.Write(e.KeyEpoch);
        writer.WriteArrayHeader(e.RecoveryCodes.Count);
        foreach (var code in e.RecoveryCodes)
        {
            writer.Put(code);
        }

        writer.Write(e.TimeZone);
    }

    public static AccountEvent Read(Type type, ref FieldReader reader)
    {
        if (type != typeof(AccountEvent.SignedUp))
        {
            throw new InvalidDataException($"{type.Name} is no event of an account.");
        }

        var at = reader.Time();
        return new AccountEvent.SignedUp(new AccountId(reader.Id()), (Tier)reader.Int(), reader.Bytes(), reader.Bytes(), reader.Int(),
            Codes(ref reader), reader.Text(), at);
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
