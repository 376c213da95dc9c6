using Diary.Architecture.Tests.Rules;
using Room = Diary.Architecture.Tests.Rules.RoomRule.Room;

namespace Diary.Architecture.Tests;

public sealed class WhoSeesWhomTests
{
    [Fact]
    public void Project_files_refer_only_to_rooms_they_may_see() =>
        Rule.Holds(RoomRule.Violations(Repository.Rooms.Select(RoomRule.From)));

    [Fact]
    public void Assemblies_use_only_rooms_they_may_see() =>
        Rule.Holds(RoomRule.Violations(Repository.Assemblies.Select(RoomRule.From)));

    [Fact]
    public void Nobody_sees_the_silo() => Rule.Holds(RoomRule.SiloViolations(Repository.Projects.Select(RoomRule.From)));

    [Fact]
    public void The_rule_reports_a_room_that_sees_too_much() => Assert.Equal(
        [
            "Domain must not see Cryptography", "GraphQL must not see Grains", "Grains must not see GraphQL", "Grains must not see Search",
            "Search must not see Domain",
        ],
        RoomRule.Violations([
            new Room("Domain", ["Cryptography"]),
            new Room("GraphQL", ["Domain", "Cryptography", "Search", "Grains"]),
            new Room("Grains", ["GraphQL", "Search", "Projections"]),
            new Room("Search", ["Domain"]),
        ]));

    [Fact]
    public void The_rule_reports_a_room_that_it_does_not_know() =>
        Assert.Equal(["Common is a room without a rule"], RoomRule.Violations([new Room("Common", [])]));

    [Fact]
    public void The_rule_reports_who_sees_the_silo() => Assert.Equal(
        ["GraphQL.Tests must not see the Silo"],
        RoomRule.SiloViolations([new Room("GraphQL.Tests", ["TestKit", "Silo"]), new Room("TestKit", ["Silo"])]));

    [Fact]
    public void References_are_read_from_a_project_file() => Assert.Equal(
        ["Silo"],
        RoomRule.From(Repository.Projects.Single(p => p.Name == "Architecture.Tests")).Sees);

    [Fact]
    public void References_are_read_from_an_assembly() =>
        Assert.Equal(["Domain"], RoomRule.From(typeof(WhoSeesWhomTests).Assembly).Sees);

    [Fact]
    public void Every_room_is_looked_at()
    {
        string[] rooms = ["Cryptography", "Domain", "Grains", "Grains.Abstractions", "GraphQL", "Projections", "Search", "Silo"];

        Assert.Equal([], rooms.Except(Repository.Rooms.Select(room => room.Name)));
        Assert.Equal(Repository.Rooms.Count, Repository.Assemblies.Count);
    }
}
