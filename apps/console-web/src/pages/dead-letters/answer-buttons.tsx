import { useState } from 'react';
import { Button, Dialog, formatPlural, TextField } from '../../ui/index.ts';
import type { Answer } from './use-answer-letters.ts';

interface Props {
  count: number;
  disabled: boolean;
  size?: 'normal' | 'small';
  onAnswer: (answer: Answer) => void;
}

/** Replay or discard, one letter or a group. Discarding asks for the reason, which stays on record. */
export function AnswerButtons({ count, disabled, size, onAnswer }: Props) {
  const [discarding, setDiscarding] = useState(false);
  const whom = count === 1 ? '' : ` ${count}`;
  return (
    <>
      <Button
        size={size}
        variant="primary"
        icon="retry"
        disabled={disabled}
        title="Delivers it once more, to the one consumer that failed"
        onClick={() => onAnswer({ action: 'replay' })}
      >
        Replay{whom}
      </Button>
      <Button
        size={size}
        variant="danger"
        icon="trash"
        disabled={disabled}
        onClick={() => setDiscarding(true)}
      >
        Discard{whom} …
      </Button>
      <DiscardDialog
        open={discarding}
        count={count}
        onClose={() => setDiscarding(false)}
        onDiscard={(reason) => {
          setDiscarding(false);
          onAnswer({ action: 'discard', reason });
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

function DiscardDialog({ open, count, onClose, onDiscard }: DialogProps) {
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const letters = formatPlural(count, 'dead letter');
  return (
    <Dialog open={open} title={`Discard ${letters}?`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (given) onDiscard(given);
        }}
        style={{ display: 'grid', gap: 14 }}
      >
        <p>
          {count === 1 ? 'It' : 'They'} will never be handled. What {count === 1 ? 'it' : 'they'} said stays
          readable, with your reason beside it. This cannot be undone.
        </p>
        <TextField
          label="Reason"
          required
          autoFocus
          maxLength={500}
          value={reason}
          onChange={setReason}
          placeholder="Why nobody needs it any more"
        />
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8 }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" disabled={!given}>
            Discard {letters}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
