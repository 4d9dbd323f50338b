/** `1,234` */
export function figure(number: number): string {
  return number.toLocaleString('en');
}

/** `1 row`, `1,234 rows` */
export function plural(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `0.42 ms`, `118 ms`, `6.42 s`, `4 m 12 s` */
export function duration(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 3_600
    ? `${Math.floor(seconds / 60)} m ${seconds % 60} s`
    : `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} m`;
}

/** A span's name without the version, lane and partition in which subjects end. */
export function shortName(spanName: string): string {
  return spanName.replace(/\.v\d+(\.\{[a-z]+\})+$/, '');
}

/** At most so many characters. */
export function fit(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, Math.max(0, length - 1))}…` : text;
}

/** One line of at most so many characters. */
export function clip(text: string, length: number): string {
  return fit(text.replace(/\s+/g, ' ').trim(), length);
}
