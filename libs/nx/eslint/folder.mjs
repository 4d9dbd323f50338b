// The building blocks of rules between the folders of one project. Rules of one file do not add up in ESLint, so each
// folder's list is whole.

const TESTS = ['**/*.spec.ts', '**/testing/**', 'apps/e2e/**'];

/**
 * A pattern of `no-restricted-imports`.
 *
 * @param {string} regex over the import's text
 * @param {string} message what to say
 * @returns {{ regex: string, message: string }}
 */
export const ban = (regex, message) => ({ regex, message });

/** Any package but these; relative imports pass. */
export const onlyPackages = (packages, message) => {
  const allowed = packages.map((name) => `${name.replaceAll('/', '\\/')}$`).join('|');
  return ban(allowed ? `^(?!\\.|${allowed})` : '^(?!\\.)', message);
};

/** Folders of the same project, however deep the importing file lies. */
export const folders = (names, message) => ban(`^\\.\\.?\\/(.*\\/)?(${names.join('|')})(\\/|$)`, message);

const NO_TEST_DOOR = ban('^@waybill/.*/testing$|/testing/', 'Test helpers are for tests.');
export const NO_BROKER = ban('^@nats-io/', 'Only libs/messaging/src/jetstream sees the broker’s client.');
export const NO_HTTP = folders(['http'], 'Nobody imports http/: it is where requests come in.');
export const NO_TABLES = ban(
  '^(pg|@prisma/.*|@waybill/service/postgres)$',
  'SQL and its clients stay in persistence/.',
);

/** One folder's rules. `except` names globs inside it that other rules hold for. */
export function folder(files, patterns, { except = [], paths = [] } = {}) {
  return {
    files: [files],
    ignores: [...TESTS, ...except],
    rules: { 'no-restricted-imports': ['error', { paths, patterns: [NO_TEST_DOOR, ...patterns] }] },
  };
}
