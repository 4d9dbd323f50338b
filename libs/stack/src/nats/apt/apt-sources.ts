import type { Machine } from './machine.js';

/** One repository that apt knows. */
export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
}

/** The one-line format: `deb [signed-by=… arch=…] <uri> <suite> <component>…`. */
export function parseListFile(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const entry = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)((?:\s+[^\s#]+)*)/.exec(line);
    if (!entry) return [];
    return [{ uri: entry[1]!, suite: entry[2]!, components: words(entry[3]!) }];
  });
}

/** The deb822 format: stanzas of fields, each field's value may go on in indented lines. */
export function parseSourcesFile(text: string): AptSource[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\s*\n/)
    .map(fieldsOf)
    .filter((fields) => !/^(no|false|0)$/i.test(fields.get('enabled') ?? 'yes'))
    .filter((fields) => words(fields.get('types')).includes('deb'))
    .flatMap((fields) =>
      words(fields.get('uris')).flatMap((uri) =>
        words(fields.get('suites')).map((suite) => ({
          uri,
          suite,
          components: words(fields.get('components')),
        })),
      ),
    );
}

/**
 * The addresses of the distribution's own archive: those that serve the machine's suite itself (not its updates or
 * security parts, which other suites lack) with the component the package is in. A third party that names its suite
 * the same slips through here and fails at the signature, because only the distribution's key is accepted.
 */
export function mirrorsOf(sources: AptSource[], system: Pick<Machine, 'ownSuites' | 'component'>): string[] {
  const uris = sources
    .filter(
      ({ suite, components }) => system.ownSuites.includes(suite) && components.includes(system.component),
    )
    .map(({ uri }) => uri);
  return [...new Set(uris)];
}

function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of stanza.split('\n')) {
    const field = /^([A-Za-z][\w-]*):(.*)$/.exec(line);
    if (field) name = field[1]!.toLowerCase();
    const value = field ? field[2]! : line;
    fields.set(name, `${fields.get(name) ?? ''} ${value.trim()}`.trim());
  }
  return fields;
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter(Boolean);
}
