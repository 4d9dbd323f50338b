import type { DeadLetterView, PayloadCheck } from '@waybill/console-api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sendJson } from '../../api/http.ts';
import { Button, Dialog, ErrorNotice, TextArea } from '../../ui/index.ts';
import { indented } from './indented.ts';

interface Props {
  letter: DeadLetterView;
  disabled: boolean;
  onReplay: (payload: string) => void;
}

/** The payload to correct, checked against the consumer's contract before it is replayed. The letter keeps its own. */
export function EditLetter({ letter, disabled, onReplay }: Props) {
  const [open, setOpen] = useState(false);
  const [payload, setPayload] = useState(() => indented(letter.payload));
  const check = useMutation<PayloadCheck, Error, string>({
    mutationFn: (edited) =>
      sendJson('POST', `/api/dead-letters/${encodeURIComponent(letter.id)}/check`, { payload: edited }),
    onSuccess: ({ errors }, edited) => {
      if (errors.length > 0) return;
      setOpen(false);
      onReplay(edited);
    },
  });
  const errors = check.data?.errors ?? [];
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        Edit and replay …
      </Button>
      <Dialog open={open} wide title={`Edit dead letter ${letter.id}`} onClose={() => setOpen(false)}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check.mutate(payload);
          }}
        >
          <p>
            <b>{letter.consumer}</b> checks the payload against its contract, and gets it once more if it
            fits. The original stays with the letter.
          </p>
          <TextArea
            label="Payload"
            rows={16}
            spellCheck={false}
            value={payload}
            onChange={(edited) => {
              setPayload(edited);
              check.reset();
            }}
            error={errors.length > 0 ? `${letter.consumer} would refuse this payload` : undefined}
          />
          {errors.length > 0 && (
            <ul aria-label="Errors in the payload">
              {errors.map(({ pointer, message }) => (
                <li key={`${pointer} ${message}`} className="error">
                  <code>{pointer || 'the payload'}</code> {message}
                </li>
              ))}
            </ul>
          )}
          {check.error && <ErrorNotice error={check.error} />}
          <div className="row">
            <Button type="submit" variant="primary" disabled={check.isPending}>
              Check and replay
            </Button>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
