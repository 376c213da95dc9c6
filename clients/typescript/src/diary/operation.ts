/** A GraphQL operation with the types of what it gives and takes. */
export interface Operation<Result, Variables> {
  readonly name: string;
  readonly text: string;
  /** Only for the compiler: no operation has it. */
  readonly types?: (variables: Variables) => Result;
}
