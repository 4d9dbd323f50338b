/** Between a number and its unit: a no-break space. */
const GAP = '\u00a0';

/** At most three significant digits: `640 µs`, `12.4 ms`, `1.25 s`, `4 m 12 s`, `2 h 5 m`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms === 0) return `0${GAP}ms`;
  if (ms < 0.9995) return `${Math.max(1, Math.round(ms * 1000))}${GAP}µs`;
  if (ms < 999.5) return `${threeDigits(ms)}${GAP}ms`;
  if (ms < 59_950) return `${threeDigits(ms / 1000)}${GAP}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(seconds, 60, 'm', 's');
  if (seconds < 86_400) return pair(Math.round(seconds / 60), 60, 'h', 'm');
  return pair(Math.round(seconds / 3600), 24, 'd', 'h');
}

/** `12,345`, never rounded. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-GB');
}

/** `0`, `0.4/s`, `12/s`, `3,400/s`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return `0${GAP}/s`;
  const shown = perSecond < 10 ? String(Number(perSecond.toFixed(1))) : formatCount(Math.round(perSecond));
  return `${shown === '0' ? '<0.1' : shown}${GAP}/s`;
}

/** `512 B`, `1.5 KiB`, `12 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1023.5 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${unit === 0 ? value : threeDigits(value)}${GAP}${units[unit]}`;
}

/** `1 span`, `3 spans`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)}${GAP}${count === 1 ? one : many}`;
}

/** The reader's own clock, to the millisecond: `14:03:22.123`; with the day unless it is the reader's today. */
export function formatMoment(iso: string, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  if (at.toDateString() === now.toDateString()) return clock;
  const day = `${at.getDate()}${GAP}${MONTHS[at.getMonth()]}`;
  return `${at.getFullYear() === now.getFullYear() ? day : `${day} ${at.getFullYear()}`} ${clock.slice(0, 8)}`;
}

/** `now`, `12 s ago`, `4 m ago`, `3 h ago`, `2 d ago`. */
export function formatAgo(iso: string, now: Date): string {
  const seconds = Math.floor((now.getTime() - new Date(iso).getTime()) / 1000);
  if (Number.isNaN(seconds)) return iso;
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds}${GAP}s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${GAP}m ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}${GAP}h ago`;
  return `${Math.floor(seconds / 86_400)}${GAP}d ago`;
}

/** The beginning of a long id: `019e3f2a…`; the end of a UUIDv7, as these begin alike. */
export function shortId(id: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(id)) return `…${id.slice(-8)}`;
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function threeDigits(value: number): string {
  return value >= 99.95 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function pair(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  const whole = `${Math.floor(value / base)}${GAP}${large}`;
  return rest === 0 ? whole : `${whole} ${rest}${GAP}${small}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
