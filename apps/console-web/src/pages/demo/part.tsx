import type { CSSProperties } from 'react';
import { classNames } from '../../ui/index.ts';
import styles from './stage.module.css';

interface Props {
  name: string;
  hue: string;
  /** Of its process; absent if it has none. */
  state?: string;
  figure: string;
  words: string;
}

/** One part of the flow with the one figure that matters. Words and shape say what is down; the colour repeats it. */
export function Part({ name, hue, state = 'running', figure, words }: Props) {
  const down = state !== 'running';
  return (
    <div className={classNames(styles.part, down && styles.down)} style={{ '--hue': hue } as CSSProperties}>
      <span className={styles.name}>
        {name} {down && <b className={styles.state}>{state}</b>}
      </span>
      <span>
        <b className={styles.figure}>{figure}</b> {words}
      </span>
    </div>
  );
}
