/** Rows under a header, columns as wide as they need; figures (all digits) to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const isFigure = header.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[\d,.]*$/.test(row[i] ?? '')),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, i) => (isFigure[i] ? (cells[i] ?? '').padStart(width) : (cells[i] ?? '').padEnd(width)))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}

/** At most so many characters, blanks and all. */
export function fit(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, Math.max(0, length - 1))}…` : text;
}

/** One line of at most so many characters, for a table's cell. */
export function clip(text: string, length: number): string {
  return fit(text.replace(/\s+/g, ' ').trim(), length);
}
