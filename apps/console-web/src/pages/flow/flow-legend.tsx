import { classNames } from '../../ui/index.ts';
import styles from './flow.module.css';

const LINES = [
  { tone: undefined, words: 'messages travel; thicker is more' },
  { tone: styles.waiting, words: 'some wait' },
  { tone: styles.failing, words: 'some fail' },
  { tone: styles.finding, words: 'declared, never seen; or seen, not declared' },
];

export function FlowLegend() {
  return (
    <ul className={styles.legend} aria-label="What the lines mean">
      {LINES.map(({ tone, words }) => (
        <li key={words}>
          <span className={classNames(styles.sample, tone)} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}
