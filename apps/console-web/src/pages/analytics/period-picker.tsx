import { Button, classNames, SelectField, TextField } from '../../ui/index.ts';
import styles from './analytics.module.css';
import { ALL, eraPreset, RECENT, type Era, type Period, type Preset } from './period.ts';

interface Props {
  period: Period;
  bucket: string;
  eras: readonly Era[];
  onPeriod: (period: Period) => void;
  onBucket: (bucket: string) => void;
}

/** Now, the stretches of history that there are, or any dates. */
export function PeriodPicker({ period, bucket, eras, onPeriod, onBucket }: Props) {
  const presets = [...RECENT, ...eras.map(eraPreset), ALL];
  return (
    <div className={styles.period}>
      <div className={styles.presets} role="group" aria-label="Period">
        {presets.map((preset) => (
          <PresetButton key={preset.title} preset={preset} period={period} onPeriod={onPeriod} />
        ))}
      </div>
      <div className={styles.dates}>
        <DateField label="From" value={period.from} onChange={(from) => onPeriod({ ...period, from })} />
        <DateField label="Up to" value={period.to} onChange={(to) => onPeriod({ ...period, to })} />
        <SelectField
          label="By"
          value={bucket}
          onChange={onBucket}
          options={[
            { value: '', title: 'what fits' },
            { value: 'hour', title: 'hour' },
            { value: 'day', title: 'day' },
            { value: 'month', title: 'month' },
          ]}
        />
      </div>
    </div>
  );
}

function PresetButton({ preset, period, onPeriod }: Pick<Props, 'period' | 'onPeriod'> & { preset: Preset }) {
  const { title, from, to } = preset;
  const chosen = period.from === from && period.to === to;
  return (
    <Button
      size="small"
      className={classNames(chosen && styles.chosen)}
      aria-pressed={chosen}
      onClick={() => onPeriod({ from, to })}
    >
      {title}
    </Button>
  );
}

function DateField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  // A stretch back from now, or an open end, is no date: its preset shows it.
  const date = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? '';
  return <TextField label={label} type="date" value={date} onChange={onChange} max="9999-12-31" />;
}
