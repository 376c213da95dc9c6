[assembly: Diary.GraphQL.Scalars.BytesAsBase64]
