import { useState } from 'react';
import { Button, SelectField, TextField } from '../../ui/index.ts';
import type { BrowsePlace } from './browse-address.ts';

type Start = 'newest' | 'sequence' | 'time';

const STARTS: readonly { value: Start; title: string }[] = [
  { value: 'newest', title: 'the newest' },
  { value: 'sequence', title: 'a sequence' },
  { value: 'time', title: 'a time' },
];

/** The newest messages, or from a sequence or a time on, of all subjects or some. */
export function BrowseForm({ place, onGo }: { place: BrowsePlace; onGo: (place: BrowsePlace) => void }) {
  const [start, setStart] = useState<Start>(place.sequence ? 'sequence' : place.time ? 'time' : 'newest');
  const [sequence, setSequence] = useState(String(place.sequence ?? ''));
  const [time, setTime] = useState(place.time ? toLocal(place.time) : '');
  const [subject, setSubject] = useState(place.subject ?? '');
  return (
    <form
      className="row form"
      onSubmit={(event) => {
        event.preventDefault();
        onGo({
          ...(start === 'sequence' && { sequence: Number(sequence) }),
          ...(start === 'time' && { time: new Date(time).toISOString() }),
          ...(subject.trim() && { subject: subject.trim() }),
        });
      }}
    >
      <SelectField
        label="Read from"
        value={start}
        onChange={(value) => setStart(value as Start)}
        options={STARTS}
      />
      {start === 'sequence' && (
        <TextField label="Sequence" type="number" min={1} required value={sequence} onChange={setSequence} />
      )}
      {start === 'time' && (
        <TextField label="Time" type="datetime-local" step={1} required value={time} onChange={setTime} />
      )}
      <TextField
        label="Subject (* one word, > the rest)"
        value={subject}
        onChange={setSubject}
        placeholder="every subject"
        size={40}
      />
      <Button type="submit" variant="primary">
        Read
      </Button>
    </form>
  );
}

/** In local time, as a `datetime-local` input takes it: `2026-11-22T14:03:22`. */
function toLocal(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
