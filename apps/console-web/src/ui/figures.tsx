import type { Tone } from './badge.tsx';
import styles from './figures.module.css';

export interface Figure {
  name: string;
  value: string;
  tone?: Tone;
  /** What it counts. */
  title?: string;
}

/** A few figures beside each other, each below its name. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <dl className={styles.figures}>
      {items.map(({ name, value, tone, title }) => (
        <div key={name} data-tone={tone} title={title}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
