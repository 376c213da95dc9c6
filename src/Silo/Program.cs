return await Diary.Silo.Hosting.DiaryProcess.Run(args);
