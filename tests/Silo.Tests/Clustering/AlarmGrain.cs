namespace Diary.Silo.Tests.Clustering;

/// <summary>Sets a reminder and tells what the table says of it.</summary>
internal interface IAlarmGrain : IGrainWithStringKey
{
    Task Set(TimeSpan period);

    Task<IReadOnlyList<string>> Names();

    Task Cancel();
}

internal sealed class AlarmGrain : Grain, IAlarmGrain, IRemindable
{
    private const string Alarm = "alarm";

    public Task Set(TimeSpan period) => this.RegisterOrUpdateReminder(Alarm, period, period);

    public async Task<IReadOnlyList<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public async Task Cancel() => await this.UnregisterReminder(
        await this.GetReminder(Alarm) ?? throw new InvalidOperationException("There is no alarm"));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}
