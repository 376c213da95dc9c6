namespace Diary.Domain.Tests;

/// <summary>A history, ready for a command. Reads as Given(events).When(command).Then(events), and goes on from there.</summary>
internal sealed class Scenario<TState, TCommand, TEvent>(
    TState state,
    Func<TState, TEvent, TState> apply,
    Func<TState, TCommand, DateTimeOffset, Decision<TEvent>> decide)
{
    /// <summary>Decides <paramref name="command"/>, at <see cref="Samples.Now"/> unless told.</summary>
    public Outcome When(TCommand command, DateTimeOffset? at = null) => new(this, decide(state, command, at ?? Samples.Now));

    private Scenario<TState, TCommand, TEvent> After(ValueList<TEvent> events) => new(events.Aggregate(state, apply), apply, decide);

    /// <summary>What was decided, to be compared as a whole: no event more, none less, no refusal beside them.</summary>
    internal sealed class Outcome(Scenario<TState, TCommand, TEvent> before, Decision<TEvent> decision)
    {
        /// <summary>Exactly these events, which are then part of the history.</summary>
        public Scenario<TState, TCommand, TEvent> Then(params TEvent[] events)
        {
            Assert.Equal(new Decision<TEvent>([.. events], null), decision);
            return before.After(decision.Events);
        }

        /// <summary>A success without an event.</summary>
        public Scenario<TState, TCommand, TEvent> ThenNothing() => Then();

        /// <summary>A refusal without an event.</summary>
        public Scenario<TState, TCommand, TEvent> ThenRefused(RefusalCode code, RefusalReason reason)
        {
            Assert.Equal(new Decision<TEvent>([], new Refusal(code, reason)), decision);
            return before;
        }
    }
}
