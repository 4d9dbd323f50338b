import { unlessRefused } from './broker-reply.js';
import type { TopologyDrift } from '../transport/transport.js';

export type Settings = Record<string, unknown>;

/** A stream or a consumer: how to read, create and change it, and what each refused change would take. */
export interface TopologyItem {
  /** For people: `stream ORDER`. */
  title: string;
  /** The settings that the declaration decides, given what exists. All others are the operator's, and left as found. */
  declared(existing?: Settings): Settings;
  /** What no update can or may fix: settings that would lose messages, or that belong to another owner. */
  refusal?(existing: Settings): Pick<TopologyDrift, 'kind' | 'detail'> | undefined;
  /**
   * Declared settings in which versions that run side by side may differ: applied when a process starts, and not watched,
   * or two of them would keep changing it back.
   */
  tunable: ReadonlySet<string>;
  /** Why a change of this setting is refused, and what to do. */
  fixes: Record<string, string>;
  /** @throws JetStreamApiError with `missing` */
  read(): Promise<Settings>;
  missing: number;
  create(): Promise<unknown>;
  update(existing: Settings): Promise<unknown>;
}

/** Undefined if it does not exist. */
export function readItem(item: TopologyItem): Promise<Settings | undefined> {
  return unlessRefused([item.missing], item.read());
}

export interface Difference {
  setting: string;
  declared: unknown;
  actual: unknown;
}

export function differencesOf(item: TopologyItem, actual: Settings): Difference[] {
  const declared = item.declared(actual);
  return Object.keys(declared)
    .filter((setting) => !same(declared[setting], actual[setting]))
    .map((setting) => ({ setting, declared: declared[setting], actual: actual[setting] }));
}

export function describeDifferences(item: TopologyItem, differences: readonly Difference[]): string {
  return differences
    .map(
      ({ setting, declared, actual }) =>
        `${setting} is ${show(actual)} and declared as ${show(declared)}` +
        (item.fixes[setting] ? ` (${item.fixes[setting]})` : ''),
    )
    .join('; ');
}

/** Order means nothing in a list of subjects; a server leaves out what is false, zero or empty. */
function same(declared: unknown, actual: unknown): boolean {
  return JSON.stringify(plain(declared)) === JSON.stringify(plain(actual));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : [...(value as unknown[])].sort();
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return entries.length === 0 ? undefined : entries;
  }
  return value || undefined;
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
