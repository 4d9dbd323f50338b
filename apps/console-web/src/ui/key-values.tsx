import { Fragment, type ReactNode } from 'react';
import styles from './key-values.module.css';

interface Props {
  items: Readonly<Record<string, ReactNode>>;
  /** All values in a fixed pitch: ids, subjects, headers. */
  mono?: boolean;
}

/** Names and values; an entry without a value is left out. */
export function KeyValues({ items, mono = false }: Props) {
  return (
    <dl className={styles.list}>
      {Object.entries(items)
        .filter(([, value]) => Boolean(value) || value === 0)
        .map(([key, value]) => (
          <Fragment key={key}>
            <dt>{key}</dt>
            <dd className={mono ? 'mono' : undefined}>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
