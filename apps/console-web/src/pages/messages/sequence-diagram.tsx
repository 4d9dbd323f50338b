import { useMemo, type CSSProperties } from 'react';
import { serviceHue, useElementWidth } from '../../ui/index.ts';
import styles from './sequence-diagram.module.css';
import { layOut, type PlacedLane } from './sequence-layout.ts';
import type { Sequence } from './sequence.ts';
import { StepArrow } from './step-arrow.tsx';
import { beginningOf } from './words.ts';

interface Props {
  sequence: Sequence;
  selected: string;
  onSelect: (eventId: string) => void;
}

/** The messages over time, downwards; each arrow is a button that opens its message. */
export function SequenceDiagram({ sequence, selected, onSelect }: Props) {
  const [box, room] = useElementWidth<HTMLDivElement>();
  const { width, height, lanes, steps } = useMemo(() => layOut(sequence, room), [sequence, room]);
  const began = beginningOf(sequence);
  return (
    <div ref={box} className={styles.box}>
      <div className={styles.heads} style={{ minWidth: width }} aria-hidden="true">
        {lanes.map((placed) => (
          <LaneHead key={placed.lane.id} {...placed} />
        ))}
      </div>
      <svg
        className={styles.diagram}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label="Sequence of the messages, in the order of time"
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7.5"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0.5 8 4 0 7.5Z" fill="context-stroke" />
          </marker>
        </defs>
        {lanes.map(({ lane, x }) => (
          <line key={lane.id} className={styles.lane} x1={x} x2={x} y1={0} y2={height} style={hueOf(lane)} />
        ))}
        {steps.map((placed) => (
          <StepArrow
            key={placed.step.id}
            placed={placed}
            lanes={sequence.lanes}
            width={width}
            began={began}
            selected={placed.step.eventId !== undefined && placed.step.eventId === selected}
            onSelect={onSelect}
          />
        ))}
      </svg>
    </div>
  );
}

function LaneHead({ lane, x }: PlacedLane) {
  return (
    <span
      className={`cut ${styles.head}`}
      data-kind={lane.kind}
      style={{ left: x, ...hueOf(lane) }}
      title={lane.label}
    >
      <span className={styles.kind}>{KINDS[lane.kind]}</span>
      {lane.label}
    </span>
  );
}

function hueOf({ kind, label }: PlacedLane['lane']): CSSProperties {
  return { '--hue': HUES[kind] ?? serviceHue(label) } as CSSProperties;
}

const KINDS: Record<PlacedLane['lane']['kind'], string> = {
  client: 'caller',
  service: 'service',
  outbox: 'outbox of',
  stream: 'stream',
  'dead-letters': 'given up',
};

const HUES: Partial<Record<PlacedLane['lane']['kind'], string>> = {
  client: 'var(--service-browser)',
  stream: 'var(--broker)',
  'dead-letters': 'var(--bad)',
};
