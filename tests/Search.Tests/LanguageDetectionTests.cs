namespace Diary.Search.Tests;

public sealed class LanguageDetectionTests
{
    [Theory]
    [InlineData(Language.English, "Slept badly. It was raining and I could not find my umbrella, so we took the bus.")]
    [InlineData(Language.German, "Schlecht geschlafen. Es regnete und ich konnte meinen Schirm nicht finden, also nahmen wir den Bus.")]
    [InlineData(Language.French, "Mal dormi. Il pleuvait et je ne trouvais pas mon parapluie, alors nous avons pris le bus pour la gare.")]
    [InlineData(Language.Spanish, "Dormí mal. Llovía y no encontraba mi paraguas, así que tomamos el autobús con los niños.")]
    [InlineData(Language.Italian, "Ho dormito male. Pioveva e non trovavo il mio ombrello, così abbiamo preso l'autobus per la stazione.")]
    [InlineData(Language.Portuguese, "Dormi mal. Estava a chover e não encontrei o meu chapéu, por isso fomos de autocarro.")]
    [InlineData(Language.Dutch, "Slecht geslapen. Het regende en ik kon mijn paraplu niet vinden, dus namen we de bus naar het station.")]
    [InlineData(Language.Russian, "Спал плохо. Шёл дождь, и я не мог найти свой зонт, поэтому мы поехали на вокзал на автобусе.")]
    [InlineData(Language.Swedish, "Sov dåligt. Det regnade och jag kunde inte hitta mitt paraply, så vi tog bussen till stationen.")]
    [InlineData(Language.Danish, "Sov dårligt. Jeg kunne ikke finde min paraply, så vi tog bussen hen til mig efter noget tid.")]
    [InlineData(Language.Norwegian, "Sov dårlig. Det regnet, og jeg kunne ikke finne paraplyen min, så vi tok bussen hjem til meg.")]
    [InlineData(Language.Finnish, "Nukuin huonosti. Satoi, enkä minä löytänyt sateenvarjoani. Me menimme bussilla kun oli jo myöhä.")]
    public void A_few_sentences_tell_their_language(Language language, string text) =>
        Assert.Equal(language, LanguageDetection.Detect(text));

    [Theory]
    [InlineData("")]
    [InlineData("Amsterdam")]
    [InlineData("12 345 3.14")]
    [InlineData("今日は雨が降っていた。")]
    [InlineData("the")]
    public void Too_little_tells_nothing(string text) => Assert.Null(LanguageDetection.Detect(text));

    [Fact]
    public void Two_languages_in_equal_parts_tell_nothing() =>
        Assert.Null(LanguageDetection.Detect("the with these because nicht und dieser ich the with these because nicht und dieser ich"));

    [Fact]
    public void Curly_apostrophes_and_capitals_do_not_matter() =>
        Assert.Equal(Language.English, LanguageDetection.Detect("THEY DON’T. WE WEREN’T. SHE ISN’T."));
}
