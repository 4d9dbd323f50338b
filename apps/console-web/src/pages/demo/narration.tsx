import { useFaults } from '../faults/use-faults.ts';
import { activeFaults } from '../faults/active-faults.ts';
import { Icon } from '../../ui/index.ts';
import styles from './demo.module.css';
import type { Run } from './run.ts';
import type { Scene } from './scene.ts';

/** What happens and why, and what the scene waits for. */
export function Narration({ scene, run }: { scene: Scene; run: Run }) {
  const step = scene.steps[run.step];
  return (
    <div className={styles.narration} role="status">
      <p className={styles.say}>{step?.say ?? scene.promise}</p>
      {step && <p className={styles.why}>{step.why}</p>}
      {run.phase === 'title' && <BrokenBefore />}
      <Progress scene={scene} run={run} />
    </div>
  );
}

function Progress({ scene, run: { step, phase, obstacle } }: { scene: Scene; run: Run }) {
  switch (phase) {
    case 'acting':
    case 'watching':
      return (
        <p className={styles.progress} data-tone="accent">
          <Icon name="clock" size={22} /> Waiting until {scene.steps[step]!.until.words} …
        </p>
      );
    case 'reached':
      return (
        <p className={styles.progress} data-tone="good">
          <Icon name="check" size={22} /> Seen: {scene.steps[step]!.until.words}.
        </p>
      );
    case 'stuck':
      return (
        <div className={styles.progress} data-tone="bad" role="alert">
          <Icon name="alert" size={22} />
          <span>
            <b>{obstacle!.why}</b> {obstacle!.advice}
          </span>
        </div>
      );
    case 'taken-over':
      return (
        <div className={styles.progress} data-tone="warn" role="alert">
          <Icon name="alert" size={22} />
          <span>
            <b>Somebody else has begun a scene or a new count on this platform,</b> or the console was
            restarted. What follows here would not be this scene’s doing, so it has ended, and heals nothing.
            Press space to begin it again, which ends the other one.
          </span>
        </div>
      );
    case 'title':
      return null;
  }
}

/** The presenter is told before the first step heals what somebody else may be looking at. */
function BrokenBefore() {
  const { data } = useFaults();
  const active = data ? activeFaults(data) : [];
  if (active.length === 0) return null;
  return (
    <div className={styles.progress} data-tone="warn">
      <Icon name="alert" size={22} />
      <span>
        <b>Active already:</b> {active.map(({ sentence }) => sentence).join(', ')}. The first step heals it.
      </span>
    </div>
  );
}
