import { CopyButton } from './copy-button.tsx';
import styles from './json-view.module.css';

interface Props {
  /** A value, or a body as text: shown as a tree if it is JSON, else as it is. */
  value: unknown;
  /** What it is: "payload". */
  what: string;
}

/** A payload, foldable by level, with a button to copy it. */
export function JsonView({ value, what }: Props) {
  const parsed = typeof value === 'string' ? parse(value) : { json: value };
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label={what}>
      <span className={styles.copy}>
        <CopyButton
          text={() => (parsed ? JSON.stringify(parsed.json, null, 2) : String(value))}
          what={what}
        />
      </span>
      {parsed ? <Node value={parsed.json} depth={0} /> : <pre className={styles.raw}>{String(value)}</pre>}
    </div>
  );
}

const OPEN_DEPTH = 3;
const FOLD_PAST = 50;

function Node({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const entries = entriesOf(value);
  const key = name !== undefined && <span className="soft">{name}: </span>;
  if (entries === undefined || entries.length === 0)
    return (
      <span>
        {key}
        <Leaf value={value} />
      </span>
    );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return (
    <details className={styles.node} open={depth < OPEN_DEPTH && entries.length <= FOLD_PAST}>
      <summary>
        {key}
        {open}
        <span className={styles.folded}>
          {' '}
          {entries.length} … {close}
        </span>
      </summary>
      <ul className={styles.children}>
        {entries.map(([each, child]) => (
          <li key={each}>
            <Node name={each} value={child} depth={depth + 1} />
          </li>
        ))}
      </ul>
      {close}
    </details>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === 'string') return <span className={styles.text}>{JSON.stringify(value)}</span>;
  if (typeof value === 'number') return <span className={styles.number}>{value}</span>;
  return <span className={styles.word}>{JSON.stringify(value) ?? 'undefined'}</span>;
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

function parse(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
