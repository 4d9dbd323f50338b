import { Choice, SelectField, TextField } from '../../ui/index.ts';
import { ALL, BUCKETS, eraPreset, RECENT, type Era, type Period } from './period.ts';

interface Props {
  period: Period;
  bucket: string;
  eras: readonly Era[];
  onPeriod: (period: Period) => void;
  onBucket: (bucket: string) => void;
}

/** Recent times, the stretches of history that there are, or any dates. */
export function PeriodPicker({ period, bucket, eras, onPeriod, onBucket }: Props) {
  const presets = [...RECENT, ...eras.map(eraPreset), ALL];
  const chosen = presets.find(({ from, to }) => period.from === from && period.to === to);
  return (
    <div className="row form apart">
      <Choice
        label="Period"
        value={chosen?.title ?? ''}
        onChange={(title) => onPeriod(presets.find((preset) => preset.title === title)!)}
        options={presets.map(({ title }) => ({ value: title, title }))}
      />
      <div className="row form">
        <DateField label="From" value={period.from} onChange={(from) => onPeriod({ ...period, from })} />
        <DateField label="Up to" value={period.to} onChange={(to) => onPeriod({ ...period, to })} />
        <SelectField
          label="By"
          value={bucket}
          onChange={onBucket}
          options={[
            { value: '', title: 'automatic' },
            ...BUCKETS.map((each) => ({ value: each, title: each })),
          ]}
        />
      </div>
    </div>
  );
}

interface DateProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function DateField({ label, value, onChange }: DateProps) {
  // A relative or open end is not a date: its preset shows it.
  const date = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? '';
  return <TextField label={label} type="date" value={date} onChange={onChange} max="9999-12-31" />;
}
