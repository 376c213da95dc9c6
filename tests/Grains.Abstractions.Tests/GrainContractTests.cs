namespace Diary.Grains.Abstractions.Tests;

/// <summary>The contracts stand in grain-contracts.txt, to be reviewed like API. Run with DIARY_UPDATE_GOLDEN=1 to write it anew.</summary>
public sealed class GrainContractTests
{
    private static readonly string Golden = Path.Combine(Root(), "tests", "Grains.Abstractions.Tests", "grain-contracts.txt");

    [Fact]
    public void What_silos_say_to_each_other_is_what_was_reviewed()
    {
        var contracts = ContractPrinter.Print(Contracts.Types);
        if (Environment.GetEnvironmentVariable("DIARY_UPDATE_GOLDEN") == "1")
            File.WriteAllText(Golden, contracts);

        Assert.Equal(File.ReadAllText(Golden), contracts);
    }

    [Fact]
    public void The_print_shows_all_that_goes_over_the_wire() => Assert.Equal(
        """
        enum Colour : byte
          1 Red
          7 Blue

        grain IPainter : IGrainWithGuidKey
          Mix(int? count, Sample.Stroke stroke) : Task<IReadOnlyList<string>>
          Rest (no alias)() : Task

        type Stroke : Sample
          0 Colour : Sample.Paint
          1 Length : int?
          [4] Note : string

        union Sample

        value Pot (no alias)
          [0] _grams : long[]


        """,
        ContractPrinter.Print(
            [typeof(Sample), typeof(Sample.Stroke), typeof(Sample.Paint), typeof(Pot), typeof(IPainter), typeof(StaysAtHome),
                typeof(StaysAtHome.Mood)]));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Diary.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Diary.sln above the tests.");
        return folder.FullName;
    }
}
