using Diary.Architecture.Tests.Rules;

namespace Diary.Architecture.Tests;

public sealed class PurityTests
{
    [Fact]
    public void Domain_needs_no_package_but_the_serialization_attributes() => Rule.Holds(PurityRule.DomainPackages(Packages("Domain")));

    [Fact]
    public void Domain_uses_nothing_but_the_base_library() => Rule.Holds(PurityRule.DomainAssemblies(Uses("Domain")));

    [Fact]
    public void Cryptography_knows_no_framework() =>
        Rule.Holds(PurityRule.Cryptography([.. Packages("Cryptography"), .. Uses("Cryptography")]));

    [Fact]
    public void Search_knows_no_framework() => Rule.Holds(PurityRule.Search([.. Packages("Search"), .. Uses("Search")]));

    [Fact]
    public void The_rule_reports_a_package_in_Domain() => Assert.Equal(
        ["Domain must not need the package Marten"],
        PurityRule.DomainPackages(["Microsoft.Orleans.Serialization.Abstractions", "Marten"]));

    [Fact]
    public void The_rule_reports_an_assembly_in_Domain() => Assert.Equal(
        ["Domain must not use Orleans.Core", "Domain must not use Systematic"],
        PurityRule.DomainAssemblies(["System.Runtime", "Orleans.Serialization.Abstractions", "Orleans.Core", "Systematic"]));

    [Fact]
    public void The_rule_reports_a_framework_in_Cryptography() => Assert.Equal(
        ["Cryptography must not use Microsoft.Orleans.Sdk", "Cryptography must not use Npgsql"],
        PurityRule.Cryptography(["Sodium.Core", "Microsoft.Orleans.Sdk", "Npgsql", "System.Runtime"]));

    [Fact]
    public void The_rule_reports_a_framework_in_Search() => Assert.Equal(
        ["Search must not use Npgsql"],
        PurityRule.Search(["Lucene.Net.Analysis.Common", "Npgsql", "System.Runtime"]));

    [Fact]
    public void The_rule_is_given_what_Domain_really_uses() => Assert.Equal(
        ["Orleans.Serialization.Abstractions"],
        Uses("Domain").Where(name => !name.StartsWith("System", StringComparison.Ordinal)));

    private static IReadOnlyList<string> Packages(string room) => Repository.Rooms.Single(r => r.Name == room).Packages;

    private static IEnumerable<string> Uses(string room) => Repository.Assemblies.Single(a => a.GetName().Name == "Diary." + room)
        .GetReferencedAssemblies().Select(name => name.Name!);
}
