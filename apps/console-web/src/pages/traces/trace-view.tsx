import type { TraceDetail } from '@waybill/console-api';
import { useMemo, useState } from 'react';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { useQueryParam, useElementWidth } from '../../ui/index.ts';
import { findSpans } from './find-spans.ts';
import { Legend } from './legend.tsx';
import { LinkedTraces } from './linked-traces.tsx';
import { Minimap } from './minimap.tsx';
import { outline, type Show } from './outline.ts';
import { SpanDetail } from './span-detail.tsx';
import { TraceHeader } from './trace-header.tsx';
import { TraceSummaryStrip } from './trace-summary-strip.tsx';
import { TraceToolbar } from './trace-toolbar.tsx';
import styles from './trace-view.module.css';
import type { Stretch } from './time-scale.ts';
import { useArrivals } from './use-arrivals.ts';
import { useTimeWindow } from './use-time-window.ts';
import { Waterfall, WATERFALL_ID } from './waterfall.tsx';

const NO_IDLE: readonly Stretch[] = [];
const FIND_ID = 'find-in-trace';

export function TraceView({ detail }: { detail: TraceDetail }) {
  const [show, setShow] = useQueryParam('show', 'steps');
  const [scaleKind, setScaleKind] = useQueryParam('scale', 'compressed');
  const [chosen, choose] = useQueryParam('span');
  const [event] = useQueryParam('event');
  const [text, setText] = useState('');
  const [mapRef, mapWidth] = useElementWidth<HTMLDivElement>();

  const spanId = chosen || spanOfEvent(detail, event);
  const span = detail.spans.find((each) => each.spanId === spanId);
  const rows = useMemo(() => outline(detail, show as Show, spanId), [detail, show, spanId]);
  const found = useMemo(() => findSpans(detail.spans, text), [detail.spans, text]);
  const matches = useMemo(() => new Set(found), [found]);
  const idle = scaleKind === 'linear' ? NO_IDLE : detail.idle;
  const time = useTimeWindow(detail.durationMs, idle, mapWidth);
  const arrivals = useArrivals(detail.spans);

  const step = (by: number) => {
    if (found.length === 0) return;
    const at = found.indexOf(spanId);
    choose(found[at === -1 ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length]!);
  };
  useShortcuts('This trace', [
    { keys: ['ArrowUp', 'ArrowDown'], words: 'Go from row to row', run: () => focusOn(WATERFALL_ID) },
    { keys: ['ArrowLeft', 'ArrowRight'], words: 'Collapse or expand a row' },
    { keys: ['Enter'], words: 'Show the row’s details' },
    {
      keys: ['Escape'],
      words: 'Close the details, or show the whole trace again',
      run: () => (span ? choose('') : time.reset()),
    },
    { keys: ['/'], words: 'Find in this trace', run: () => focusOn(FIND_ID) },
    { keys: ['n'], words: 'Next match', run: () => step(1) },
    { keys: ['p'], words: 'Previous match', run: () => step(-1) },
    { keys: ['+', '='], words: 'Zoom in', run: () => time.zoomBy(0.5) },
    { keys: ['-'], words: 'Zoom out', run: () => time.zoomBy(2) },
    { keys: ['0'], words: 'Show the whole trace', run: time.reset },
    { keys: ['['], words: 'Earlier', run: () => time.panBy(-0.25) },
    { keys: [']'], words: 'Later', run: () => time.panBy(0.25) },
  ]);

  return (
    <div className={styles.page}>
      <TraceHeader detail={detail} />
      <TraceSummaryStrip detail={detail} />
      <LinkedTraces linked={detail.linked} />
      <div className={styles.tools}>
        <TraceToolbar
          findId={FIND_ID}
          text={text}
          onText={setText}
          found={found.length}
          at={found.indexOf(spanId)}
          onStep={step}
          show={show}
          onShow={setShow}
          scale={scaleKind}
          onScale={setScaleKind}
          time={time}
        />
        <div ref={mapRef} className={styles.map}>
          <Minimap detail={detail} whole={time.whole} window={time.window} onWindow={time.setWindow} />
        </div>
      </div>
      <div className={styles.split} data-open={span !== undefined}>
        <div className={styles.left}>
          <Waterfall
            detail={detail}
            roots={rows}
            window={time.window}
            idle={idle}
            chosen={spanId}
            onChoose={choose}
            matches={matches}
            arrivals={arrivals}
          />
          <Legend />
        </div>
        {span && <SpanDetail span={span} detail={detail} onClose={() => choose('')} />}
      </div>
    </div>
  );
}

function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}

/** The span that created an event, for an address with the event's id. */
function spanOfEvent({ spans }: TraceDetail, eventId: string): string {
  return (eventId && spans.find((span) => span.eventId === eventId)?.spanId) || '';
}
