import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { EmptyState, Loaded, PageHeader } from '../../ui/index.ts';
import { HealBar } from '../faults/heal-bar.tsx';
import { useFaults } from '../faults/use-faults.ts';
import styles from './demo.module.css';
import { SceneView } from './scene-view.tsx';
import { SCENES } from './scenes/index.ts';

/** `/demo`: the scenes; `/demo/<scene>`: one of them, ready to be played. */
export function DemoPage() {
  const { scene: id } = useParams<{ scene?: string }>();
  const [take, setTake] = useState(1);
  if (id === undefined) return <SceneList />;
  const scene = SCENES.find((one) => one.id === id);
  if (!scene) {
    return (
      <>
        <PageHeader title="Demo" />
        <EmptyState title={`There is no scene “${id}”`}>
          <Link href="/demo">All scenes</Link>
        </EmptyState>
      </>
    );
  }
  return <SceneView key={`${id} ${take}`} scene={scene} onRestart={() => setTake(take + 1)} />;
}

function SceneList() {
  return (
    <>
      <PageHeader
        title="Demo"
        subtitle="Open a scene and press space: it does something to this platform and shows what follows. Every figure is read from the running services."
      />
      <Loaded query={useFaults()} what="the faults">
        {(faults) => <HealBar faults={faults} />}
      </Loaded>
      <ol className={styles.scenes}>
        {SCENES.map(({ id, title, promise }, index) => (
          <li key={id} className="sheet">
            <h2>
              <Link href={`/demo/${id}`}>
                {index + 1}. {title}
              </Link>
            </h2>
            <p>{promise}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
