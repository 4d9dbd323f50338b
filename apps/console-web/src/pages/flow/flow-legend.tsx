import styles from './flow.module.css';

const LINES = [
  { tone: 'neutral', words: 'messages flow; thicker is more' },
  { tone: 'warn', words: 'some wait' },
  { tone: 'bad', words: 'some fail' },
  { tone: 'accent', words: 'declared, never seen; or seen, not declared' },
];

export function FlowLegend() {
  return (
    <ul className={`row facts note ${styles.legend}`} aria-label="What the lines mean">
      {LINES.map(({ tone, words }) => (
        <li key={words} className="row">
          <span className={styles.sample} data-tone={tone} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}
