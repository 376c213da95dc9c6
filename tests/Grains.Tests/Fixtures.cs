using Diary.TestKit;

[assembly: AssemblyFixture(typeof(PostgresServer))]
