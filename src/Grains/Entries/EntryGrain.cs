using Diary.Domain;
using Diary.Domain.Accounts;
using Diary.Domain.Entries;
using Diary.Projections.Events;
using Diary.Projections.Journal;
using Diary.Projections.Search;
using Diary.Projections.Vault;

namespace Diary.Grains.Entries;

/// <summary>Loads, decides, appends, folds. A state that may be behind the stream is forgotten, never mended.</summary>
public sealed class EntryGrain(EventJournal journal, EventReader streams, VocabularyReader words, TimeProvider clock) : Grain, IEntryGrain
{
    private const int Attempts = 3;

    private Entry? _state;
    private AccountId _account;
    private EntryId _entry;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _entry = new EntryId(this.GetPrimaryKey(out var account));
        _account = new AccountId(Guid.ParseExact(account!, "D"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Receipt> Execute(EntryCommand command) => DatabaseAway.OrRetry(() => Decide(command));

    private async Task<Receipt> Decide(EntryCommand command)
    {
        for (var attempt = 1; ; attempt++)
        {
            var remembered = _state is not null;

            // A first writing nearly always meets an empty stream: the append itself finds out, without a read before it.
            var state = _state ??= Begins(command) && attempt == 1 ? Entry.Initial : await Load(null);
            var decision = EntryDecider.Decide(state, await Recall(command, state), clock.Now());
            if (remembered && decision.Refusal is { Reason: RefusalReason.StaleVersion })
            {
                _state = null; // the caller may know more than this activation does: another may have written meanwhile
                continue;
            }

            if (decision.Refusal is not null || decision.Events.Count == 0)
            {
                return new Receipt(state.Version, decision.Refusal);
            }

            _state = null;
            switch (await journal.Append(await Append(command, decision, state)))
            {
                case AppendOutcome.Committed:
                    _state = IsBeside(command) ? state : decision.Events.Aggregate(state, (s, e) => s.Apply(e));
                    if (command is EntryCommand.Import or EntryCommand.UndoImport)
                    {
                        DeactivateOnIdle(); // a whole archive of entries that nobody asks for would stay in memory for minutes
                    }

                    return new Receipt(_state.Version);
                case AppendOutcome.Unavailable u:
                    return new Receipt(0, RetryAfter: u.RetryAfter);
                case AppendOutcome.Duplicate { Constraint: StorageStore.MediaIsGone }:
                    return new Receipt(state.Version, new Refusal(RefusalCode.NotFound, RefusalReason.MediaGone));
                case AppendOutcome.Duplicate { Constraint: ErasureStore.AccountIsErased }:
                    return new Receipt(0, new Refusal(RefusalCode.NotFound, RefusalReason.NoSuchAccount));
                case var conflict when attempt == Attempts:
                    throw new InvalidOperationException($"The stream kept changing under its only writer ({conflict.GetType().Name}).");
            }
        }
    }

    private static bool Begins(EntryCommand command) => command is EntryCommand.Write or EntryCommand.Import { FirstVersion: 1 };

    /// <summary>What was found in a text, or where it came from, goes to a stream of its own: it is no change of the entry.</summary>
    private static bool IsBeside(EntryCommand command) => command is EntryCommand.Index or EntryCommand.NoteSource;

    private async Task<Append> Append(EntryCommand command, Decision<EntryEvent> decision, Entry state) => IsBeside(command)
        ? new Append(_account, StreamKey.IndexOf(_entry), await streams.Version(_account, StreamKey.IndexOf(_entry)),
            [.. decision.Events], [])
        : new Append(_account, StreamKey.Of(_entry), state.Version, [.. decision.Events], Vault(command, decision, state));

    private async Task<Entry> Load(int? upTo) =>
        Entry.Fold(await streams.Read<EntryEvent>(_account, StreamKey.Of(_entry), upTo, CancellationToken.None));

    /// <summary>
    /// Restoring needs to know how the entry stood then; only the stream remembers. What is purged leaves the words to the vocabulary
    /// that others have too.
    /// </summary>
    private async Task<EntryCommand> Recall(EntryCommand command, Entry state) => (command, state) switch
    {
        (EntryCommand.Restore c, _) when c.Revision > 0 && c.Revision <= state.Version && await Load(c.Revision) is Entry.Kept then =>
            c with { Target = new RevisionFacts(then.SealedAt, then.Day, then.Index, then.Media) },
        (EntryCommand.Purge c, Entry.Kept) => c with { Words = await SharedWords() },
        (EntryCommand.UndoImport c, Entry.Kept) => c with { Words = await SharedWords() },
        (EntryCommand.PurgeExpired c, Entry.Kept { Trash: not null }) => c with { Words = await SharedWords() },
        _ => command,
    };

    private async Task<ValueList<VocabularyWord>> SharedWords() =>
        ValueList.From(await words.SharedBy(_account, _entry, CancellationToken.None));

    private VaultWrite[] Vault(EntryCommand command, Decision<EntryEvent> decision, Entry state) => (command, decision.Events[0]) switch
    {
        (EntryCommand.Write c, EntryEvent.Written e) => [Put(c.Content, state.Version + 1), .. Attach(e.Media, state)],
        (EntryCommand.Import c, EntryEvent.Imported) =>
        [
            .. c.Versions.Select((v, i) => Put(v.Content, c.FirstVersion + i)),
            .. Attach(ValueList.From(c.Versions.SelectMany(v => v.Media).Distinct()), state),
            .. c.ExternalId.IsEmpty ? [] : new[] { new VaultWrite.PutSlot(_account, ExternalId, c.ExternalId.ToArrayUnsafe()) },
        ],
        (EntryCommand.Edit { Content: { } content }, EntryEvent.Edited e) => [Put(content, state.Version + 1), .. Attach(e.Media, state)],
        (_, EntryEvent.MediaAttached e) => [.. Attach(e.Media, state)],
        (EntryCommand.Purge c, EntryEvent.Purged e) => Purge(e, c.Note, state),
        (EntryCommand.PurgeExpired c, EntryEvent.Purged e) => Purge(e, c.Note, state),
        (EntryCommand.UndoImport, EntryEvent.Purged) => [.. Destroy(state)], // the job's line tells of all
        _ => [],
    };

    /// <summary>Only what it does not have: what it has stays, whatever became of the file.</summary>
    private IEnumerable<VaultWrite> Attach(ValueList<MediaId> media, Entry state)
    {
        MediaId[] added = [.. media.Except(state is Entry.Kept k ? k.Media : default)];
        return added.Length > 0 ? [new VaultWrite.AttachMedia(_account, added)] : [];
    }

    private IEnumerable<VaultWrite> Destroy(Entry state) =>
    [
        new VaultWrite.DestroyEntryKeys(_account, _entry),
        .. state is Entry.Kept { Origin.Source: EntrySource.Facebook }
            ? [new VaultWrite.DestroySlot(_account, SlotKind.ExternalId, _entry.Value, int.MaxValue)] : Array.Empty<VaultWrite>(),
        .. state is Entry.Kept { EverMedia: { Count: > 0 } media }
            ? [new VaultWrite.LoosenMedia(_account, media)] : Array.Empty<VaultWrite>(),
    ];

    private VaultWrite[] Purge(EntryEvent.Purged purged, Bytes note, Entry state) =>
    [
        .. Destroy(state),
        new VaultWrite.AddAuditRecord(
            _account, Guid.CreateVersion7(), purged.At, AuditAction.EntryPurged, purged.By, note.ToArrayUnsafe()),
    ];

    private SlotId ExternalId => new(SlotKind.ExternalId, _entry.Value);

    private VaultWrite.PutEntryKey Put(SealedDraft content, int version) =>
        new(_account, _entry, version, content.Capsule.ToArrayUnsafe());
}
