using Diary.Domain;

// The domain's commands and values cross silos; their serializers are generated here, so that the domain needs attributes only.
[assembly: GenerateCodeForDeclaringAssembly(typeof(AccountId))]
