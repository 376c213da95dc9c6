using Diary.Benchmarks;

// Each figure is printed as it was seen. README.md in this folder says how to run them and what was seen on which machine.
var which = args is [{ } first, ..] ? first : "all";
var benchmarks = new (string Name, Func<Task> Run)[]
{
    ("sealing", SealingBenchmark.Run),
    ("argon2", Argon2Benchmark.Run),
    ("journal", JournalBenchmark.Run),
    ("http", HttpBenchmark.Run),
    ("accounts", AccountsBenchmark.Run),
    ("rush", SignInRush.Run),
    ("memory", MemoryBenchmark.Run),
    ("search", SearchBenchmark.Run),
    ("diary", DiarySearchBenchmark.Run),
    ("same", SameResultsBenchmark.Run),
    ("scale", ScaleBenchmark.Run),
    ("subscribers", SubscribersBenchmark.Run),
    ("thumbnails", ThumbnailBenchmark.Run),
    ("media", MediaBenchmark.Run),
};
var chosen = benchmarks.Where(b => which == "all" || which == b.Name).ToList();
if (chosen.Count == 0)
{
    await Console.Error.WriteLineAsync($"Benchmarks: {string.Join(", ", benchmarks.Select(b => b.Name))}, or all.");
    return 1;
}

foreach (var (name, run) in chosen)
{
    Console.WriteLine($"== {name} ({Environment.ProcessorCount} cores, .NET {Environment.Version})");
    await run();
}

return 0;
