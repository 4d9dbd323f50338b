import { Link } from 'wouter';
import { Button } from '../../ui/index.ts';
import styles from './demo.module.css';
import type { Run } from './run.ts';
import type { Scene } from './scene.ts';

interface Props {
  run: Run;
  steps: number;
  over: boolean;
  next: () => void;
  previous: Scene | undefined;
  following: Scene | undefined;
}

/** The buttons that do what the keys do. */
export function Controls({ run: { step, phase }, steps, over, next, previous, following }: Props) {
  const busy = phase === 'acting' || phase === 'watching';
  return (
    <footer className={styles.controls}>
      <Button variant="primary" className={styles.next} disabled={busy} onClick={next}>
        {nextWords(phase, over, following)} <kbd aria-hidden="true">space</kbd>
      </Button>
      <span className="soft figures">{step < 0 ? `${steps} steps` : `Step ${step + 1} of ${steps}`}</span>
      <nav aria-label="Scenes" className="row">
        {previous && <Link href={`/demo/${previous.id}`}>← {previous.title}</Link>}
        {following && <Link href={`/demo/${following.id}`}>{following.title} →</Link>}
        <Link href="/demo">Heal and leave (esc)</Link>
      </nav>
    </footer>
  );
}

function nextWords(phase: Run['phase'], over: boolean, following: Scene | undefined): string {
  if (over) return following ? `Next scene: ${following.title}` : 'All scenes';
  switch (phase) {
    case 'title':
      return 'Begin';
    case 'stuck':
      return 'Try again';
    case 'taken-over':
      return 'Begin again';
    default:
      return 'Next step';
  }
}
