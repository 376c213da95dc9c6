using Diary.TestKit;

[assembly: AssemblyFixture(typeof(S3Server))]
