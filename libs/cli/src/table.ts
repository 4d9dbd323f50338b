/** Rows under a header, columns as wide as they need; columns of figures are aligned to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const isFigure = header.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[\d,.]*( MB)?$/.test(row[i] ?? '')),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, i) => (isFigure[i] ? (cells[i] ?? '').padStart(width) : (cells[i] ?? '').padEnd(width)))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}
