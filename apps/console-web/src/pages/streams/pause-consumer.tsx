import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConsumerView, PauseConsumer as Change } from '@waybill/console-api';
import { useState } from 'react';
import { sendJson } from '../../api/http.ts';
import { Button, Dialog, ErrorNotice, IconButton, SelectField, TextField } from '../../ui/index.ts';

const UNTIL_RESUMED = '';
const MINUTE_MS = 60_000;
const DURATIONS = [
  { value: UNTIL_RESUMED, title: 'until it is resumed' },
  { value: String(10 * MINUTE_MS), title: 'for 10 minutes' },
  { value: String(60 * MINUTE_MS), title: 'for an hour' },
  { value: String(24 * 60 * MINUTE_MS), title: 'for a day' },
];

/** Pauses a consumer, asking for how long and why, or resumes it. */
export function PauseConsumer({ consumer, paused }: Pick<ConsumerView, 'consumer' | 'paused'>) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (pause: Change | undefined) =>
      sendJson(
        'POST',
        `/api/consumers/${encodeURIComponent(consumer)}/${pause ? 'pause' : 'resume'}`,
        pause ?? {},
      ),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries({ queryKey: ['streams'] }),
  });
  return (
    <>
      {paused ? (
        <Button
          size="small"
          icon="play"
          disabled={change.isPending}
          aria-label={`Resume ${consumer}`}
          onClick={() => change.mutate(undefined)}
        >
          Resume
        </Button>
      ) : (
        <IconButton size="small" icon="pause" label={`Pause ${consumer} …`} onClick={() => setAsking(true)} />
      )}
      {!asking && change.error && <ErrorNotice error={change.error} />}
      <Dialog open={asking} title={`Pause ${consumer}?`} onClose={() => setAsking(false)}>
        <PauseForm
          busy={change.isPending}
          error={change.error}
          onPause={change.mutate}
          onCancel={() => setAsking(false)}
        />
      </Dialog>
    </>
  );
}

interface FormProps {
  busy: boolean;
  error: Error | null;
  onPause: (change: Change) => void;
  onCancel: () => void;
}

function PauseForm({ busy, error, onPause, onCancel }: FormProps) {
  const [duration, setDuration] = useState(UNTIL_RESUMED);
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onPause({
          ...(duration !== UNTIL_RESUMED && { forMs: Number(duration) }),
          ...(given && { reason: given }),
        });
      }}
    >
      <p>
        Every process of its service stops pulling within a second. Handlers that run end normally, and what
        arrives waits in the stream.
      </p>
      <SelectField label="How long" value={duration} onChange={setDuration} options={DURATIONS} />
      <TextField
        label="Reason"
        autoFocus
        maxLength={500}
        value={reason}
        onChange={setReason}
        placeholder="Shown beside the consumer"
      />
      {error && <ErrorNotice error={error} />}
      <div className="row">
        <Button type="submit" variant="primary" disabled={busy}>
          Pause
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
