import { Fragment, type ReactNode } from 'react';
import styles from './key-values.module.css';

export interface KeyValue {
  key: string;
  value: ReactNode;
  /** Fixed pitch: ids, subjects, figures to compare. */
  mono?: boolean;
}

/** Names and what they are; an entry without value is left out. */
export function KeyValues({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className={styles.list}>
      {items.map(({ key, value, mono }) =>
        value === undefined || value === null || value === '' ? null : (
          <Fragment key={key}>
            <dt>{key}</dt>
            <dd className={mono ? 'mono' : undefined}>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
