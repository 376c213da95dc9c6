using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Diary.Grains.Abstractions.Tests;

public sealed class SerializationTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private Serializer Wire => _services.GetRequiredService<Serializer>();

    /// <summary>By their places in <see cref="Messages.All"/>, since runners cannot carry the messages themselves.</summary>
    public static TheoryData<int, string> Places => [.. Messages.All.Select((message, place) => (place, message.GetType().Name))];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_message_arrives_as_it_was_sent(int place, string name)
    {
        object arrived = Wire.Deserialize<object>(Wire.SerializeToArray(Messages.All[place]))!;

        Assert.Equal(name, arrived.GetType().Name);
        Assert.Equal(Messages.All[place], arrived);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_message_names_its_type_by_the_alias_and_not_by_its_place_in_the_code(int place, string name)
    {
        var sent = Encoding.Latin1.GetString(Wire.SerializeToArray(Messages.All[place]));

        Assert.DoesNotContain("Diary", sent, StringComparison.Ordinal);
        Assert.Contains(name.Split('`')[0], sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_that_crosses_silos_is_tried() => Assert.Equal(
        [],
        Contracts.Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsAbstract)
            .Except(Messages.All.Select(message => message.GetType())
                .Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type)));

    public void Dispose() => _services.Dispose();
}
