import { useState } from 'react';
import { Button, Dialog, formatPlural, TextField } from '../../ui/index.ts';
import type { Resolution } from './use-resolve-letters.ts';

interface Props {
  count: number;
  disabled: boolean;
  size?: 'normal' | 'small';
  onResolve: (resolution: Resolution) => void;
}

/** Replay or discard, for one letter or a group. */
export function ResolveButtons({ count, disabled, size, onResolve }: Props) {
  const [discarding, setDiscarding] = useState(false);
  const which = count === 1 ? '' : ` ${count}`;
  const common = { size, disabled };
  return (
    <>
      <Button
        {...common}
        variant="primary"
        icon="retry"
        title="Delivers it once more, to the one consumer that failed"
        onClick={() => onResolve({ action: 'replay' })}
      >
        Replay{which}
      </Button>
      <Button {...common} variant="danger" icon="trash" onClick={() => setDiscarding(true)}>
        Discard{which} …
      </Button>
      <DiscardDialog
        open={discarding}
        count={count}
        onClose={() => setDiscarding(false)}
        onDiscard={(reason) => {
          setDiscarding(false);
          onResolve({ action: 'discard', reason });
        }}
      />
    </>
  );
}

interface DialogProps {
  open: boolean;
  count: number;
  onClose: () => void;
  onDiscard: (reason: string) => void;
}

/** Asks for the reason, which is kept with the letter. */
function DiscardDialog({ open, count, onClose, onDiscard }: DialogProps) {
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const letters = formatPlural(count, 'dead letter');
  return (
    <Dialog open={open} title={`Discard ${letters}?`} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (given) onDiscard(given);
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
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
