import { Choice, formatDuration, Icon, IconButton } from '../../ui/index.ts';
import styles from './trace-toolbar.module.css';
import type { TimeWindow } from './use-time-window.ts';

interface Props {
  findId: string;
  text: string;
  onText: (text: string) => void;
  found: number;
  /** Which match is selected; −1 for none. */
  at: number;
  onStep: (by: 1 | -1) => void;
  show: string;
  onShow: (show: string) => void;
  scale: string;
  onScale: (scale: string) => void;
  time: TimeWindow;
}

export function TraceToolbar({
  findId,
  text,
  onText,
  found,
  at,
  onStep,
  show,
  onShow,
  scale,
  onScale,
  time,
}: Props) {
  return (
    <div className={styles.bar}>
      <div className={styles.find}>
        <Icon name="search" size={14} />
        <input
          id={findId}
          type="text"
          aria-label="Find in this trace"
          placeholder="Find in this trace"
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
            if (event.key === 'Escape') {
              onText('');
              event.currentTarget.blur();
            }
          }}
        />
        <span role="status" className="figures soft">
          {text && `${at === -1 ? '' : `${at + 1} of `}${found}`}
        </span>
      </div>
      <Choice
        label="Rows"
        value={show}
        onChange={onShow}
        options={[
          { value: 'steps', title: 'Message steps' },
          { value: 'all', title: 'All spans' },
        ]}
      />
      <Choice
        label="Time"
        value={scale}
        onChange={onScale}
        options={[
          { value: 'compressed', title: 'Shorten waits' },
          { value: 'linear', title: 'Linear' },
        ]}
      />
      <div className={styles.zoom}>
        <span className="figures soft">{formatDuration(time.window.toMs - time.window.fromMs)}</span>
        <IconButton
          size="small"
          icon="minus"
          label="Zoom out"
          disabled={time.isWhole}
          onClick={() => time.zoomBy(2)}
        />
        <IconButton size="small" icon="plus" label="Zoom in" onClick={() => time.zoomBy(0.5)} />
        <IconButton
          size="small"
          icon="fit"
          label="Show the whole trace"
          disabled={time.isWhole}
          onClick={time.reset}
        />
      </div>
    </div>
  );
}
