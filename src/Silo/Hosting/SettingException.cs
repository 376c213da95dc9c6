namespace Diary.Silo.Hosting;

/// <summary>A setting that the process cannot start with; the message is one line for the operator and holds no secret.</summary>
public sealed class SettingException(string setting, string should) : Exception($"{setting} {should}.")
{
    /// <summary>The setting's name.</summary>
    public string Setting { get; } = setting;
}
