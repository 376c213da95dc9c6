// Orleans, whose namespace every project here imports, has an [Id] too; in this room it is GraphQL's.
global using IdAttribute = GraphQL.IdAttribute;
