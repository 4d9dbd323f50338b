import { useId } from 'react';
import styles from './streams.module.css';

/** A word with its meaning: under the pointer, and under the keyboard's focus. */
export function Explained({ title, words }: { title: string; words: string }) {
  const id = useId();
  return (
    <span className={styles.explained}>
      <button type="button" className={styles.term} aria-describedby={id}>
        {title}
      </button>
      <span role="tooltip" id={id} className={styles.tip}>
        {words}
      </span>
    </span>
  );
}
