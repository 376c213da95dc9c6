const day = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/**
 * The quarter of an entry's day as it stands in a key's label, such as "2026Q4": search terms have a key for each.
 * @param entryDate A day, yyyy-mm-dd.
 * @throws {RangeError} It is no such day.
 */
export function quarterOf(entryDate: string): string {
  const [, year, month] = day.exec(entryDate) ?? [];
  if (!year || year === "0000") throw new RangeError("A day is yyyy-mm-dd.");
  return `${year}Q${Math.ceil(Number(month) / 3)}`;
}
