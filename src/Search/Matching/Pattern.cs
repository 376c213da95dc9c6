namespace Diary.Search;

/// <summary>
/// A term as it is read in one language: the stems that must be found, each at its distance from the first. Stop words have no step,
/// but keep their place, as they do in PostgreSQL's <c>phraseto_tsquery</c>.
/// </summary>
/// <param name="Term">The number of the term in the query.</param>
/// <param name="Steps">At least one, the first at distance 0.</param>
internal sealed record Pattern(int Term, IReadOnlyList<Step> Steps);

/// <param name="Atom">What a word must satisfy.</param>
/// <param name="Distance">In words, from the first step.</param>
internal readonly record struct Step(int Atom, int Distance);
