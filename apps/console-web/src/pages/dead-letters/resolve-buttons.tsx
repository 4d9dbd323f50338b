import { useState } from 'react';
import { Button, Dialog, formatPlural, TextField } from '../../ui/index.ts';
import type { Resolution } from './use-resolve-letter.ts';

export type GroupResolution = { rate: number } & (
  { action: 'replay' } | { action: 'discard'; reason: string }
);

interface Props<Chosen> {
  disabled: boolean;
  onResolve: (resolution: Chosen) => void;
}

const REPLAY_TITLE = 'Delivers it once more, to the one consumer that failed';

/** For one letter. */
export function ResolveButtons({ disabled, onResolve }: Props<Resolution>) {
  return (
    <>
      <Button
        variant="primary"
        icon="retry"
        disabled={disabled}
        title={REPLAY_TITLE}
        onClick={() => onResolve({ action: 'replay' })}
      >
        Replay
      </Button>
      <DiscardButton
        count={1}
        disabled={disabled}
        onDiscard={(reason) => onResolve({ action: 'discard', reason })}
      />
    </>
  );
}

const USUAL_RATE = 50;
const MOST_RATE = 500;

/** For every open letter of a group, at a rate that its consumer can take. */
export function ResolveGroupButtons({
  count,
  disabled,
  onResolve,
}: Props<GroupResolution> & { count: number }) {
  const [text, setText] = useState(String(USUAL_RATE));
  const rate = Number(text);
  const isUsable = Number.isInteger(rate) && rate >= 1 && rate <= MOST_RATE;
  const which = count === 1 ? '' : ` ${count}`;
  return (
    <div className="row">
      {count > 1 && (
        <TextField
          label="Letters a second"
          inputMode="numeric"
          size={4}
          value={text}
          onChange={setText}
          error={isUsable ? undefined : `1 to ${MOST_RATE}`}
        />
      )}
      <Button
        variant="primary"
        icon="retry"
        size="small"
        disabled={disabled || !isUsable}
        title={REPLAY_TITLE}
        onClick={() => onResolve({ action: 'replay', rate })}
      >
        Replay{which}
      </Button>
      <DiscardButton
        count={count}
        disabled={disabled || !isUsable}
        size="small"
        onDiscard={(reason) => onResolve({ action: 'discard', reason, rate })}
      />
    </div>
  );
}

interface DiscardProps {
  count: number;
  disabled: boolean;
  size?: 'normal' | 'small';
  onDiscard: (reason: string) => void;
}

/** Asks for the reason, which is kept with the letter. */
function DiscardButton({ count, disabled, size, onDiscard }: DiscardProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const letters = formatPlural(count, 'dead letter');
  return (
    <>
      <Button variant="danger" icon="trash" size={size} disabled={disabled} onClick={() => setOpen(true)}>
        Discard{count === 1 ? '' : ` ${count}`} …
      </Button>
      <Dialog open={open} title={`Discard ${letters}?`} onClose={() => setOpen(false)}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (!given) return;
            setOpen(false);
            onDiscard(given);
          }}
        >
          <p>
            {count === 1 ? 'It' : 'They'} will never be handled. The payload stays readable, with your reason.
            This cannot be undone.
          </p>
          <TextField
            label="Reason"
            required
            autoFocus
            maxLength={500}
            value={reason}
            onChange={setReason}
            placeholder="Why it is no longer needed"
          />
          <div className="row">
            <Button type="submit" variant="danger" disabled={!given}>
              Discard {letters}
            </Button>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
