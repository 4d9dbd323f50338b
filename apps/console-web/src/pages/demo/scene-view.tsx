import { useLocation } from 'wouter';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { ErrorNotice, usePageTitle } from '../../ui/index.ts';
import { Controls } from './controls.tsx';
import styles from './demo.module.css';
import { Narration } from './narration.tsx';
import { isOver } from './run.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes/index.ts';
import { Stage } from './stage.tsx';
import { useDirector } from './use-director.ts';
import { useFacts } from './use-facts.ts';

interface Props {
  scene: Scene;
  onRestart: () => void;
}

/** One scene on one screen: what happens, the flow while it does, and the figures. */
export function SceneView({ scene, onRestart }: Props) {
  usePageTitle(`${scene.title} · Demo`);
  const [, navigate] = useLocation();
  const { run, director, customerId } = useDirector(scene);
  const { facts, error } = useFacts(director, run, customerId);

  const at = SCENES.indexOf(scene);
  const open = (index: number) => SCENES[index] && navigate(`/demo/${SCENES[index].id}`);
  const over = isOver(scene, run);
  const next = () => {
    if (over) navigate(at + 1 < SCENES.length ? `/demo/${SCENES[at + 1]!.id}` : '/demo');
    else if (run.phase === 'taken-over') onRestart();
    else void director.next();
  };
  useShortcuts('Demo', [
    { keys: [' '], words: 'Next step', run: next },
    { keys: ['ArrowRight'], words: 'Next scene', run: () => open(at + 1) },
    { keys: ['ArrowLeft'], words: 'Previous scene', run: () => open(at - 1) },
    { keys: ['Escape'], words: 'Heal everything and leave', run: () => navigate('/demo') },
  ]);
  return (
    <article className={styles.scene} data-phase={run.phase}>
      <h1 className={styles.title}>
        <span className="soft">{at + 1}.</span> {scene.title}
      </h1>
      {facts && <Stage scene={scene} facts={facts} />}
      <Narration scene={scene} run={run} />
      {error && <ErrorNotice error={error} />}
      <Controls
        {...{ run, over, next }}
        steps={scene.steps.length}
        previous={SCENES[at - 1]}
        following={SCENES[at + 1]}
      />
    </article>
  );
}
